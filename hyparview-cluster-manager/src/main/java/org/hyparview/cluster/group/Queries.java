package org.hyparview.cluster.group;

import io.vertx.core.Completable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hyparview.cluster.SharedDataException;
import org.hyparview.cluster.group.GroupMessage.Answer;
import org.hyparview.cluster.group.GroupMessage.Query;
import org.hyparview.cluster.group.GroupMessage.Refusal;
import org.hyparview.cluster.protocol.store.StoreQuery;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreResult.Reason;
import org.hyparview.cluster.protocol.store.StoreSizes;
import org.jspecify.annotations.Nullable;

/**
 * The queries that this node sends to the leader, repeatedly until they are answered or time out.
 * Each sees all changes that this node requested before it. Among themselves they are unordered.
 */
final class Queries {

  private static final int FRAME_BYTES = 64 << 10;
  private static final int FRAME_QUERIES = 256;
  private static final int MAX_WAITING = 1 << 16;

  private static final class Question {

    private final StoreQuery query;
    private final int size;
    private final long deadline;
    private final long after;
    private @Nullable Completable<StoreResult> outcome;

    /**
     * Creates a query that must see the change whose ordinal is {@code after}, and those before it.
     */
    Question(StoreQuery query, long deadline, long after, Completable<StoreResult> outcome) {
      this.query = query;
      this.size = StoreSizes.of(query);
      this.deadline = deadline;
      this.after = after;
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

  private record Call(long at, long session, List<Question> questions) {}

  private final GroupContext context;
  private final LeaderFinder finder;
  private final GroupBootstrap bootstrap;
  private final Outage outage;
  private final ClientSession clientSession;
  private final CallIds numbers;
  private final Backoff backoff;
  private final ArrayDeque<Question> waiting = new ArrayDeque<>();
  private final Map<Long, Call> calls = new HashMap<>();
  private int asked;
  private int window;
  private boolean flushing;
  private boolean pausing;

  Queries(
      GroupContext context,
      LeaderFinder finder,
      GroupBootstrap bootstrap,
      Outage outage,
      ClientSession clientSession,
      CallIds numbers) {
    this.context = context;
    this.finder = finder;
    this.bootstrap = bootstrap;
    this.outage = outage;
    this.clientSession = clientSession;
    this.numbers = numbers;
    clientSession.onNumbered(this::flushIfAny);
    backoff = new Backoff(context.random());
    window = context.config().maxRequests();
  }

  boolean isIdle() {
    return waiting.isEmpty() && calls.isEmpty();
  }

  void submit(StoreQuery query, long timeoutMillis, Completable<StoreResult> outcome) {
    Question question =
        new Question(query, context.deadline(timeoutMillis), clientSession.lastOrdinal(), outcome);
    String out = outage.reason();
    if (out != null) {
      question.fail(out);
    } else if (question.size > context.config().maxRequestBytes()) {
      question.fail("A question of " + question.size + " bytes is too big: keys and names may have "
          + context.config().maxRequestBytes() + " together (see maxFrameSize)");
    } else if (waiting.size() >= MAX_WAITING) {
      question.fail("Too many reads are waiting for shared data, " + waiting.size()
          + ": await some of them first");
    } else {
      waiting.add(question);
      flushSoon();
    }
  }

  private void flushSoon() {
    if (!flushing && !pausing) {
      flushing = true;
      context.scheduler().execute(this::flush);
    }
  }

  private void flushIfAny() {
    if (!waiting.isEmpty()) {
      flushSoon();
    }
  }

  private boolean mayAskNext() {
    return !waiting.isEmpty()
        && asked < window
        && clientSession.isNumbered(waiting.getFirst().after);
  }

  private void flush() {
    flushing = false;
    String leader = finder.next();
    GroupDescriptor group = context.directory().current();
    if (leader == null || group == null) {
      if (!waiting.isEmpty()) {
        bootstrap.want();
      }
      return;
    }
    while (mayAskNext()) {
      List<Question> frame = new ArrayList<>();
      int bytes = 0;
      long after = 0;
      while (mayAskNext()
          && frame.size() < FRAME_QUERIES
          && (frame.isEmpty() || bytes + waiting.getFirst().size <= FRAME_BYTES)) {
        Question question = waiting.removeFirst();
        frame.add(question);
        bytes += question.size;
        after = Math.max(after, question.after);
        asked++;
      }
      long call = numbers.next();
      long session = clientSession.session();
      calls.put(call, new Call(context.millis(), session, frame));
      List<StoreQuery> queries = frame.stream().map(question -> question.query).toList();
      context.send(
          leader, new Query(group.id(), call, queries, session, clientSession.numberOf(after)));
    }
  }

  /** Returns whether the call was one of these. */
  boolean answered(Answer answer) {
    Call call = calls.get(answer.call());
    if (call == null) {
      return false;
    }
    finder.answered();
    if (isOfEndedSession(answer)) {
      calls.remove(answer.call());
      again(call);
      clientSession.sessionEnded(call.session);
      flushIfAny();
      return true;
    }
    backoff.reset();
    int to = Math.min(call.questions.size(), answer.from() + answer.results().size());
    for (int i = answer.from(); i < to; i++) {
      call.questions.get(i).succeed(answer.results().get(i - answer.from()));
    }
    window = Math.min(context.config().maxRequests(), window + 1);
    if (call.questions.stream().allMatch(Question::isOver)) {
      calls.remove(answer.call());
      asked -= call.questions.size();
    }
    if (!waiting.isEmpty()) {
      flushSoon();
    }
    return true;
  }

  private static boolean isOfEndedSession(Answer answer) {
    return answer.results().stream().anyMatch(result -> result.refusal() == Reason.UNKNOWN_SESSION);
  }

  /** Returns whether the call was one of these. */
  boolean refused(String from, Refusal refusal) {
    Call call = calls.remove(refusal.call());
    if (call == null) {
      return false;
    }
    if (!refusal.busy()) {
      finder.refused(from, refusal.leader());
    }
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
      context
          .scheduler()
          .schedule(
              () -> {
                pausing = false;
                flushSoon();
              },
              backoff.nextMillis());
    }
  }

  /** Repeats the open queries: changes may have brought a leader, or lost one. */
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

  /** Fails what has timed out, and repeats in smaller portions what has no answer. */
  void tick() {
    long now = context.millis();
    String out = outage.reason();
    waiting.removeIf(question -> expire(question, now, out));
    calls.values().forEach(call -> call.questions.forEach(one -> expire(one, now, out)));
    if (calls.values().stream().anyMatch(call -> call.at <= now - Backoff.PATIENCE_MILLIS)) {
      finder.failed();
      window = Math.max(1, window / 2);
      askAgain(now - Backoff.PATIENCE_MILLIS + 1);
    } else if (!waiting.isEmpty()) {
      flushSoon();
    }
  }

  private boolean expire(Question question, long now, @Nullable String out) {
    if (out != null) {
      question.fail(out);
    } else if (question.deadline <= now) {
      question.fail(outage.explain("The replicas of the shared data are unreachable or can't agree:"
          + " nothing was read in time"));
    }
    return question.isOver();
  }

  /** Fails all queries. */
  void close() {
    List<Question> all = new ArrayList<>(waiting);
    calls.values().forEach(call -> all.addAll(call.questions));
    waiting.clear();
    calls.clear();
    all.forEach(question -> question.fail(GroupNode.HAS_LEFT));
  }
}
