package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final RequestBudget budget = new RequestBudget(-1);

  @Test
  void soManyRequestsAreTakenInASecond() {
    for (int i = 0; i < RequestBudget.MAX_REQUESTS; i++) {
      assertThat(budget.take(i)).isTrue();
    }
    assertThat(budget.take(SECOND - 2)).isFalse();
    assertThat(budget.take(SECOND - 1)).isTrue();
  }

  @Test
  void longAnswersUseUpTheSecondAsWell() {
    assertThat(budget.take(0)).isTrue();
    budget.answered(RequestBudget.MAX_BYTES);
    assertThat(budget.take(1)).isFalse();
    assertThat(budget.take(SECOND)).isTrue();
  }

  @Test
  void aSessionIsIdleAfterSomeTimeWithoutARequest() {
    long idle = TimeUnit.MILLISECONDS.toNanos(Inspections.IDLE_MILLIS);
    assertThat(Inspections.isIdle(5, 4 + idle)).isFalse();
    assertThat(Inspections.isIdle(5, 5 + idle)).isTrue();
  }
}
