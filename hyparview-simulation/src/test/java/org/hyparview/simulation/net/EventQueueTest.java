package org.hyparview.simulation.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventQueueTest {

  private static final class Note extends EventQueue.Event {
    final int number;

    Note(int number) {
      this.number = number;
    }

    @Override
    void happen() {}
  }

  private record Planned(long time, int number) {}

  private final EventQueue eventQueue = new EventQueue();

  @Test
  void eventsOfOneMomentHappenInTheOrderOfAdding() {
    for (int i = 0; i < 10; i++) {
      eventQueue.add(5, new Note(i));
    }
    assertThat(takeAll(100)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void whatWasAddedFromAfarComesBeforeWhatWasAddedLater() {
    eventQueue.add(100_000, new Note(1));
    eventQueue.add(60_000, new Note(2));
    assertThat(eventQueue.next(60_000)).isInstanceOf(Note.class);
    eventQueue.add(100_000, new Note(3));
    assertThat(takeAll(100_000)).containsExactly(1, 3);
  }

  @Test
  void theLimitIsReachedButNotPassed() {
    eventQueue.add(50, new Note(1));
    assertThat(eventQueue.next(49)).isNull();
    assertThat(eventQueue.now()).isEqualTo(49);
    assertThat(eventQueue.next(50)).isNotNull();
    assertThat(eventQueue.next(500)).isNull();
    assertThat(eventQueue.now()).isEqualTo(500);
    assertThat(eventQueue.next(400)).isNull();
    assertThat(eventQueue.now()).isEqualTo(500);
  }

  @Test
  void whatIsLateHappensNow() {
    assertThat(eventQueue.next(500)).isNull();
    eventQueue.add(10, new Note(1));
    assertThat(eventQueue.next(500)).isNotNull();
    assertThat(eventQueue.now()).isEqualTo(500);
  }

  /** The slow and obviously right twin: a heap ordered by (time, sequence). */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void itGivesWhatAHeapGives(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    PriorityQueue<Planned> heap = new PriorityQueue<>(
        Comparator.comparingLong(Planned::time).thenComparingInt(Planned::number));
    int numbers = 0;
    for (int round = 0; round < 2_000; round++) {
      for (int i = random.nextInt(4); i > 0; i--) {
        long time = eventQueue.now() + random.nextLong(1L << (1 + random.nextInt(19)));
        heap.add(new Planned(time, numbers));
        eventQueue.add(time, new Note(numbers++));
      }
      long limit = eventQueue.now() + random.nextLong(1L << (1 + random.nextInt(17)));
      assertThat(takeAll(limit)).isEqualTo(takeAll(heap, limit));
      assertThat(eventQueue.now()).isEqualTo(limit);
      assertThat(eventQueue.size()).isEqualTo(heap.size());
    }
  }

  private static List<Integer> takeAll(PriorityQueue<Planned> heap, long limit) {
    List<Integer> taken = new ArrayList<>();
    while (!heap.isEmpty() && heap.element().time <= limit) {
      taken.add(heap.remove().number);
    }
    return taken;
  }

  private List<Integer> takeAll(long limit) {
    List<Integer> taken = new ArrayList<>();
    EventQueue.Event event = eventQueue.next(limit);
    while (event != null) {
      taken.add(((Note) event).number);
      event = eventQueue.next(limit);
    }
    return taken;
  }
}
