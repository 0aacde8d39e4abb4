package org.hyparview.cluster.group;

import io.vertx.core.Completable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hyparview.cluster.group.GroupMessage.Answer;
import org.hyparview.cluster.group.GroupMessage.Query;
import org.hyparview.cluster.group.GroupMessage.Refusal;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreSizes;
import org.jspecify.annotations.Nullable;

/**
 * The questions that this node asks the leader, again until they are answered or late. Their order
 * is nobody's business.
 */
final class Queries {

  private static final int FRAME_BYTES = 64 << 10;
  private static final int FRAME_QUERIES = 256;
  private static final int MAX_WAITING = 1 << 16;

  private static final class Question {

    private final StoreQuery query;
    private final int size;
    private final long deadline;
    private @Nullable Completable<StoreResult> outcome;

    Question(StoreQuery query, long deadline, Completable<StoreResult> outcome) {
      this.query = query;
      this.size = StoreSizes.of(query);
      this.deadline = deadline;
      this.outcome = outcome;
    }

    boolean isOver() {
      return outcome == null;
    }

    void succeed(StoreResult result) {
      Completable<StoreResult> waiting = outcome;
      outcome = null;
      if (waiting != null) {
        waiting.succeed(result);
      }
    }

    void fail(String message) {
      Completable<StoreResult> waiting = outcome;
      outcome = null;
      if (waiting != null) {
        waiting.fail(new SharedDataException(message, false));
      }
    }
  }

  private record Call(long at, List<Question> questions) {}

  private final Site site;
  private final LeaderFinder finder;
  private final Founder founder;
  private final Calls numbers;
  private final Backoff backoff;
  private final ArrayDeque<Question> waiting = new ArrayDeque<>();
  private final Map<Long, Call> calls = new HashMap<>();
  private int asked;
  private int window;
  private boolean flushing;
  private boolean pausing;

  Queries(Site site, LeaderFinder finder, Founder founder, Calls numbers) {
    this.site = site;
    this.finder = finder;
    this.founder = founder;
    this.numbers = numbers;
    backoff = new Backoff(site.random());
    window = site.config().maxRequests();
  }

  boolean isIdle() {
    return waiting.isEmpty() && calls.isEmpty();
  }

  void submit(StoreQuery query, long timeoutMillis, Completable<StoreResult> outcome) {
    Question question = new Question(query, site.millis() + timeoutMillis, outcome);
    if (question.size > site.config().maxRequestBytes()) {
      question.fail("A question of " + question.size + " bytes is too big: keys and names may have "
          + site.config().maxRequestBytes() + " together (see maxFrameSize)");
    } else if (waiting.size() >= MAX_WAITING) {
      question.fail(
          "Too many reads wait for shared data, " + waiting.size() + ": wait for some to be done");
    } else {
      waiting.add(question);
      flushSoon();
    }
  }

  private void flushSoon() {
    if (!flushing && !pausing) {
      flushing = true;
      site.scheduler().execute(this::flush);
    }
  }

  private void flush() {
    flushing = false;
    String leader = finder.next();
    GroupDescriptor group = site.directory().current();
    if (leader == null || group == null) {
      if (!waiting.isEmpty()) {
        founder.want();
      }
      return;
    }
    while (!waiting.isEmpty() && asked < window) {
      List<Question> frame = new ArrayList<>();
      int bytes = 0;
      while (!waiting.isEmpty()
          && frame.size() < FRAME_QUERIES
          && asked < window
          && (frame.isEmpty() || bytes + waiting.getFirst().size <= FRAME_BYTES)) {
        Question question = waiting.removeFirst();
        frame.add(question);
        bytes += question.size;
        asked++;
      }
      long call = numbers.next();
      calls.put(call, new Call(site.millis(), frame));
      List<StoreQuery> queries = frame.stream().map(question -> question.query).toList();
      site.send(leader, new Query(group.id(), call, queries));
    }
  }

  /** Gives whether the call was one of these. */
  boolean answered(Answer answer) {
    Call call = calls.get(answer.call());
    if (call == null) {
      return false;
    }
    finder.answered();
    backoff.reset();
    int to = Math.min(call.questions.size(), answer.from() + answer.results().size());
    for (int i = answer.from(); i < to; i++) {
      call.questions.get(i).succeed(answer.results().get(i - answer.from()));
    }
    window = Math.min(site.config().maxRequests(), window + 1);
    if (call.questions.stream().allMatch(Question::isOver)) {
      calls.remove(answer.call());
      asked -= call.questions.size();
    }
    if (!waiting.isEmpty()) {
      flushSoon();
    }
    return true;
  }

  /** Gives whether the call was one of these. */
  boolean refused(Refusal refusal) {
    Call call = calls.remove(refusal.call());
    if (call == null) {
      return false;
    }
    finder.refused(refusal.leader());
    again(call);
    pause();
    return true;
  }

  private void again(Call call) {
    asked -= call.questions.size();
    for (int i = call.questions.size() - 1; i >= 0; i--) {
      if (!call.questions.get(i).isOver()) {
        waiting.addFirst(call.questions.get(i));
      }
    }
  }

  private void pause() {
    if (!pausing) {
      pausing = true;
      site.scheduler()
          .schedule(
              () -> {
                pausing = false;
                flushSoon();
              },
              backoff.nextMillis());
    }
  }

  /** What changes may have brought a leader, or may have lost one. */
  void leaderChanged() {
    askAgain(Long.MAX_VALUE);
  }

  private void askAgain(long sentBefore) {
    List<Long> stale = calls.entrySet().stream()
        .filter(call -> call.getValue().at < sentBefore)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
    for (int i = stale.size() - 1; i >= 0; i--) {
      Call call = calls.remove(stale.get(i));
      if (call != null) {
        again(call);
      }
    }
    if (!waiting.isEmpty()) {
      flushSoon();
    }
  }

  /** Fails what is late, and asks again where no answer came, not so much at a time. */
  void tick() {
    long now = site.millis();
    waiting.removeIf(question -> expire(question, now));
    calls.values().forEach(call -> call.questions.forEach(question -> expire(question, now)));
    if (calls.values().stream().anyMatch(call -> call.at <= now - Backoff.PATIENCE_MILLIS)) {
      finder.failed();
      window = Math.max(1, window / 2);
      askAgain(now - Backoff.PATIENCE_MILLIS + 1);
    } else if (!waiting.isEmpty()) {
      flushSoon();
    }
  }

  private static boolean expire(Question question, long now) {
    if (question.deadline <= now) {
      question.fail("The replicas of shared data can't be reached or can't agree: nothing was"
          + " read in time");
    }
    return question.isOver();
  }

  void close() {
    waiting.forEach(question -> question.fail("This node has left the cluster"));
    calls
        .values()
        .forEach(call ->
            call.questions.forEach(question -> question.fail("This node has left the cluster")));
    waiting.clear();
    calls.clear();
  }
}
