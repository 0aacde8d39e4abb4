package org.hyparview.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Member events in a cluster of five processes, of which one is killed and one leaves. */
class MemberEventsIT {

  private static final int SIZE = 5;

  private static final class Member {
    private final BlockingQueue<List<String>> lines = new LinkedBlockingQueue<>();
    private final List<List<String>> unread = new ArrayList<>();
    private final ReportingProcess process;
    private final String id;

    Member(HyParViewClusterOptions options) throws Exception {
      process = ReportingProcess.start(
          List.of(),
          RosterMember.class,
          List.of(options.toJson().encode()),
          words -> lines.add(List.of(words)),
          () -> {});
      id = await("self").get(1);
    }

    /** Waits for a line that begins with these words, whatever comes before it. */
    private List<String> await(String... words) throws Exception {
      List<String> beginning = List.of(words);
      while (unread.stream().noneMatch(line -> beginsWith(line, beginning))) {
        unread.add(Waits.next(lines));
      }
      List<String> found = unread.stream()
          .filter(line -> beginsWith(line, beginning))
          .findFirst()
          .orElseThrow();
      unread.remove(found);
      return found;
    }

    private static boolean beginsWith(List<String> line, List<String> words) {
      return line.size() >= words.size() && line.subList(0, words.size()).equals(words);
    }

    void leave() throws Exception {
      process.process().getOutputStream().close();
    }
  }

  private final List<Member> members = new ArrayList<>();

  @AfterEach
  void kill() throws Exception {
    for (Member member : members) {
      member.process.kill();
    }
  }

  @Test
  void allSurvivorsHearWhoFailedAndWhoLeft() throws Exception {
    HyParViewClusterOptions options = new HyParViewClusterOptions()
        .setClusterName("test-" + UUID.randomUUID())
        .setHost("127.0.0.1")
        .setMulticast(new MulticastOptions().setEnabled(false));
    for (int i = 0; i < SIZE; i++) {
      members.add(new Member(options));
    }
    for (Member member : members) {
      for (Member joined : members.subList(members.indexOf(member) + 1, SIZE)) {
        member.await("event", "member-joined", joined.id);
      }
    }
    Member killed = members.get(2);
    killed.process.kill();
    demandDeparture(killed, "failed");
    Member leaving = members.get(0);
    leaving.leave();
    demandDeparture(leaving, "left");
  }

  /** Requires the event everywhere, and that no list has a member that {@code getNodes} lacks. */
  private void demandDeparture(Member departed, String reason) throws Exception {
    members.remove(departed);
    for (Member member : members) {
      member.await("event", "member-left", departed.id, reason);
    }
    for (Member member : members) {
      assertThat(member.await("shown", departed.id)).containsExactly("shown", departed.id, "false");
    }
    departed.process.awaitEnd();
  }
}
