package org.hyparview.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.hyparview.transport.stream.LinkMonitor.Limits;
import org.hyparview.transport.stream.LinkMonitor.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pings every 100, gives up after 3 of them, and closes what was idle for 1000. */
class LinkMonitorTest {

  private final LinkMonitor monitor = new LinkMonitor(new Limits(100, 3, 1_000), 0);

  @ParameterizedTest
  @CsvSource({"0, FINE", "999, FINE", "1000, IDLE", "5000, IDLE"})
  void aLinkNobodyReliesOnIsIdleAfterTheIdleTime(long now, Verdict verdict) {
    assertThat(monitor.check(now)).isEqualTo(verdict);
  }

  @Test
  void framesKeepALinkFromBeingIdleButBytesAloneDoNot() {
    monitor.received(600);
    monitor.heard(900);
    assertThat(monitor.check(1_599)).isEqualTo(Verdict.FINE);
    assertThat(monitor.check(1_600)).isEqualTo(Verdict.IDLE);
  }

  @Test
  void aLinkThatIsReliedOnIsNeverIdle() {
    monitor.rely(true, 0);
    monitor.heard(1_900);
    assertThat(monitor.check(2_000)).isEqualTo(Verdict.PING);
  }

  @Test
  void aLinkThatIsNoLongerReliedOnIsIdleAfterTheIdleTime() {
    monitor.rely(true, 0);
    monitor.rely(false, 500);
    assertThat(monitor.check(1_499)).isEqualTo(Verdict.FINE);
    assertThat(monitor.check(1_500)).isEqualTo(Verdict.IDLE);
  }

  @ParameterizedTest
  @CsvSource({"0, PING", "299, PING", "300, SILENT", "1000, SILENT"})
  void silenceEndsALinkAfterThreeIntervals(long now, Verdict verdict) {
    monitor.rely(true, 0);
    assertThat(monitor.check(now)).isEqualTo(verdict);
  }

  @Test
  void anyByteIsASignOfLife() {
    monitor.rely(true, 0);
    monitor.heard(299);
    assertThat(monitor.check(598)).isNotEqualTo(Verdict.SILENT);
    assertThat(monitor.check(599)).isEqualTo(Verdict.SILENT);
  }

  @Test
  void silenceBeforeTheRelianceDoesNotCount() {
    monitor.rely(true, 900);
    assertThat(monitor.check(1_199)).isEqualTo(Verdict.PING);
    assertThat(monitor.check(1_200)).isEqualTo(Verdict.SILENT);
  }

  @Test
  void relyingAgainChangesNothing() {
    monitor.rely(true, 0);
    monitor.rely(true, 250);
    assertThat(monitor.check(300)).isEqualTo(Verdict.SILENT);
  }

  @Test
  void pingsKeepTheirPaceThoughTicksAreLate() {
    monitor.rely(true, 0);
    monitor.heard(290);
    assertThat(monitor.pinged(20)).isEqualTo(1);
    assertThat(monitor.check(99)).isEqualTo(Verdict.FINE);
    assertThat(monitor.check(100)).isEqualTo(Verdict.PING);
    assertThat(monitor.pinged(120)).isEqualTo(2);
    assertThat(monitor.check(200)).isEqualTo(Verdict.PING);
  }

  @Test
  void missedPingsAreNotMadeUpFor() {
    monitor.rely(true, 0);
    monitor.heard(550);
    monitor.pinged(550);
    assertThat(monitor.check(649)).isEqualTo(Verdict.FINE);
    assertThat(monitor.check(650)).isEqualTo(Verdict.PING);
  }

  @Test
  void threePongsInARowThatDenyTheRelianceEndALink() {
    monitor.rely(true, 0);
    ping(0, false);
    ping(100, false);
    assertThat(monitor.check(200)).isEqualTo(Verdict.PING);
    ping(200, false);
    assertThat(monitor.check(210)).isEqualTo(Verdict.ONE_SIDED);
  }

  @Test
  void onePongThatConfirmsTheRelianceStartsTheCountAgain() {
    monitor.rely(true, 0);
    ping(0, false);
    ping(100, false);
    ping(200, true);
    ping(300, false);
    ping(400, false);
    assertThat(monitor.check(401)).isEqualTo(Verdict.FINE);
  }

  @Test
  void aPingOfThePeerConfirmsTheRelianceToo() {
    monitor.rely(true, 0);
    ping(0, false);
    ping(100, false);
    monitor.peerPinged(true);
    ping(200, false);
    assertThat(monitor.check(201)).isEqualTo(Verdict.FINE);
  }

  @Test
  void aPongCountsOnce() {
    monitor.rely(true, 0);
    long nonce = monitor.pinged(0);
    for (int i = 0; i < 10; i++) {
      monitor.ponged(nonce, false, 10);
    }
    assertThat(monitor.check(11)).isEqualTo(Verdict.FINE);
  }

  @Test
  void aPongThatAnswersNoPingIsIgnored() {
    monitor.rely(true, 0);
    monitor.ponged(1, true, 10);
    monitor.ponged(-5, true, 10);
    assertThat(monitor.roundTripNanos()).isEqualTo(-1);
    monitor.pinged(20);
    monitor.ponged(2, true, 30);
    assertThat(monitor.roundTripNanos()).isEqualTo(-1);
    monitor.ponged(1, true, 35);
    assertThat(monitor.roundTripNanos()).isEqualTo(15);
  }

  @Test
  void theRoundTripIsSmoothedByAnEighth() {
    monitor.rely(true, 0);
    assertThat(monitor.roundTripNanos()).isEqualTo(-1);
    monitor.ponged(monitor.pinged(0), true, 80);
    assertThat(monitor.roundTripNanos()).isEqualTo(80);
    monitor.ponged(monitor.pinged(100), true, 100 + 160);
    assertThat(monitor.roundTripNanos()).isEqualTo(90);
    monitor.ponged(monitor.pinged(300), true, 300 + 10);
    assertThat(monitor.roundTripNanos()).isEqualTo(80);
  }

  @Test
  void aLinkThatOnlyThisEndReliesOnIsNotMeasured() {
    monitor.rely(true, 0);
    monitor.ponged(monitor.pinged(0), false, 80);
    assertThat(monitor.roundTripNanos()).isEqualTo(-1);
  }

  @Test
  void aRoundTripLongerThanTheIntervalIsMeasured() {
    monitor.rely(true, 0);
    long first = monitor.pinged(0);
    monitor.pinged(100);
    monitor.pinged(200);
    monitor.ponged(first, true, 250);
    assertThat(monitor.roundTripNanos()).isEqualTo(250);
  }

  @Test
  void aPongThatWasLostIsNotMeasuredByTheNext() {
    monitor.rely(true, 0);
    monitor.pinged(0);
    long second = monitor.pinged(100);
    monitor.ponged(second, true, 110);
    assertThat(monitor.roundTripNanos()).isEqualTo(-1);
    monitor.ponged(monitor.pinged(200), true, 220);
    assertThat(monitor.roundTripNanos()).isEqualTo(20);
  }

  @Test
  void aStallOfThisEndIsForgiven() {
    monitor.rely(true, 0);
    long nonce = monitor.pinged(0);
    monitor.forgive(4_975, 5_000);
    assertThat(monitor.check(5_000)).isEqualTo(Verdict.PING);
    monitor.ponged(nonce, true, 5_001);
    assertThat(monitor.roundTripNanos()).as("the stall is no round trip").isEqualTo(26);
    assertThat(monitor.check(5_274)).isEqualTo(Verdict.PING);
    assertThat(monitor.check(5_275)).isEqualTo(Verdict.SILENT);
  }

  @Test
  void noMoreIsForgivenThanThereWas() {
    monitor.rely(true, 0);
    monitor.heard(4_990);
    monitor.forgive(4_975, 5_000);
    assertThat(monitor.check(5_299)).isEqualTo(Verdict.PING);
    assertThat(monitor.check(5_300)).isEqualTo(Verdict.SILENT);
  }

  /**
   * A loop that is short of a processor comes to each tick after 90 instead of 25, so that it reads
   * late as well. What came in after its last look is unread, and no silence.
   */
  @Test
  void slownessOfThisEndIsNotTheSilenceOfTheOther() {
    StallDetector loop = new StallDetector(25, 0);
    monitor.rely(true, 0);
    for (int now = 90; now <= 990; now += 90) {
      monitor.forgive(loop.tick(now), now);
      assertThat(monitor.check(now)).as("after " + now).isNotEqualTo(Verdict.SILENT);
    }
    monitor.forgive(loop.tick(1_080), 1_080);
    assertThat(monitor.check(1_080)).as("12 looks, 25 each").isEqualTo(Verdict.SILENT);
  }

  @Test
  void aStallOfThisEndIsNoIdleTime() {
    monitor.forgive(4_975, 5_000);
    assertThat(monitor.check(5_974)).isEqualTo(Verdict.FINE);
    assertThat(monitor.check(5_975)).isEqualTo(Verdict.IDLE);
  }

  @ParameterizedTest
  @CsvSource({
    "500, FINE",
    "599, FINE",
    "600, PING",
    "799, PING",
    "800, SILENT",
    "1499, SILENT",
    "1500, IDLE"
  })
  void aFrameThatIsFollowedBySilenceEndsALinkNobodyReliesOn(long now, Verdict verdict) {
    monitor.sent(500);
    assertThat(monitor.check(now)).isEqualTo(verdict);
  }

  @Test
  void sendingOnDoesNotPostponeTheEndOfASilentLink() {
    for (int now = 500; now < 800; now += 10) {
      monitor.sent(now);
      assertThat(monitor.check(now)).isIn(Verdict.FINE, Verdict.PING);
    }
    monitor.sent(800);
    assertThat(monitor.check(800)).isEqualTo(Verdict.SILENT);
  }

  @Test
  void aSilentLinkNobodyReliesOnIsPingedOnceAnInterval() {
    monitor.sent(500);
    assertThat(monitor.check(600)).isEqualTo(Verdict.PING);
    assertThat(monitor.pinged(600)).isEqualTo(1);
    monitor.sent(650);
    assertThat(monitor.check(699)).isEqualTo(Verdict.FINE);
    assertThat(monitor.check(700)).isEqualTo(Verdict.PING);
  }

  @Test
  void whatComesInAfterAFrameAnswersIt() {
    monitor.sent(500);
    monitor.heard(501);
    assertThat(monitor.check(1_499)).as("nothing to ask for").isEqualTo(Verdict.FINE);
    monitor.sent(1_499);
    assertThat(monitor.check(1_598)).isEqualTo(Verdict.FINE);
    assertThat(monitor.check(1_599)).isEqualTo(Verdict.PING);
    assertThat(monitor.check(1_799)).isEqualTo(Verdict.SILENT);
  }

  @Test
  void aPongOfAnEndThatDoesNotRelyOnTheLinkIsASignOfLifeOnly() {
    for (int now = 0; now < 10_000; now += 100) {
      monitor.sent(now);
      ping(now + 50, false);
      assertThat(monitor.check(now + 50)).isEqualTo(Verdict.FINE);
    }
    assertThat(monitor.roundTripNanos()).isEqualTo(-1);
  }

  @Test
  void heartbeatsDoNotKeepALinkThatCarriesNothingElse() {
    monitor.sent(0);
    for (int now = 100; now < 1_000; now += 100) {
      ping(now, false);
      assertThat(monitor.check(now)).isEqualTo(Verdict.FINE);
    }
    assertThat(monitor.check(1_000)).isEqualTo(Verdict.IDLE);
  }

  @Test
  void pongsOfPingsFromBeforeTheRelianceDoNotDenyIt() {
    monitor.sent(0);
    long first = monitor.pinged(100);
    long second = monitor.pinged(200);
    monitor.rely(true, 250);
    monitor.ponged(first, false, 260);
    monitor.ponged(second, false, 260);
    ping(270, false);
    assertThat(monitor.check(271)).isEqualTo(Verdict.FINE);
    ping(370, false);
    ping(470, false);
    assertThat(monitor.check(471)).isEqualTo(Verdict.ONE_SIDED);
  }

  @Test
  void silenceThatALinkHadWhileItWasReliedOnIsForgotten() {
    monitor.rely(true, 0);
    monitor.sent(0);
    monitor.rely(false, 250);
    assertThat(monitor.check(549)).isEqualTo(Verdict.PING);
    assertThat(monitor.check(550)).isEqualTo(Verdict.SILENT);
  }

  @Test
  void aStallOfThisEndIsForgivenWhereNobodyRelies() {
    monitor.sent(0);
    monitor.forgive(4_975, 5_000);
    assertThat(monitor.check(5_000)).isEqualTo(Verdict.PING);
    assertThat(monitor.check(5_274)).isEqualTo(Verdict.PING);
    assertThat(monitor.check(5_275)).isEqualTo(Verdict.SILENT);
  }

  @Test
  void aStallOfThisEndMakesNoPingWhereNothingIsUnanswered() {
    monitor.sent(0);
    monitor.heard(1);
    monitor.forgive(4_975, 5_000);
    assertThat(monitor.check(5_500)).isEqualTo(Verdict.FINE);
  }

  @Test
  void theClockMayOverflow() {
    long start = Long.MAX_VALUE - 50;
    LinkMonitor late = new LinkMonitor(new Limits(100, 3, 1_000), start);
    late.rely(true, start);
    late.pinged(start);
    assertThat(late.check(start + 99)).isEqualTo(Verdict.FINE);
    assertThat(late.check(start + 100)).isEqualTo(Verdict.PING);
    assertThat(late.check(start + 300)).isEqualTo(Verdict.SILENT);
    late.rely(false, start + 300);
    late.heard(start + 300);
    late.sent(start + 300);
    assertThat(late.check(start + 399)).isEqualTo(Verdict.FINE);
    assertThat(late.check(start + 400)).isEqualTo(Verdict.PING);
    assertThat(late.check(start + 600)).isEqualTo(Verdict.SILENT);
  }

  private void ping(long now, boolean peerRelies) {
    long nonce = monitor.pinged(now);
    monitor.heard(now);
    monitor.ponged(nonce, peerRelies, now);
  }
}
