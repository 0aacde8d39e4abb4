package org.hyparview.cluster.group;

import io.vertx.core.Completable;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hyparview.cluster.SharedDataException;
import org.hyparview.cluster.group.GroupMessage.Answer;
import org.hyparview.cluster.group.GroupMessage.Ask;
import org.hyparview.cluster.group.GroupMessage.Refusal;
import org.hyparview.cluster.protocol.store.StoreCommand;
import org.hyparview.cluster.protocol.store.StoreCommand.OpenSession;
import org.hyparview.cluster.protocol.store.StoreOp;
import org.hyparview.cluster.protocol.store.StoreResult;
import org.hyparview.cluster.protocol.store.StoreResult.Reason;
import org.hyparview.cluster.protocol.store.StoreSizes;
import org.jspecify.annotations.Nullable;

/**
 * The session of this node: the changes that it requests. They are sent to the leader in order, and
 * repeated until their outcome is known, but applied once, since they have numbers in a session.
 *
 * <p>The number of requests under way is bounded, and so are the bytes that wait behind them;
 * further requests are refused. After its deadline a request fails. If it has a number by then, a
 * no-op takes its number, so that it isn't applied long after; unless it was applied already, which
 * is why its outcome is unknown.
 */
final class ClientSession {

  private static final Logger LOGGER = LoggerFactory.getLogger(GroupReplica.class);
  private static final int FRAME_BYTES = 64 << 10;
  private static final int FRAME_REQUESTS = 512;
  private static final int WINDOW_BYTES = 2 << 20;
  private static final int MAX_WAITING = 1 << 16;

  /** A request and the receiver of its outcome. */
  static final class Request {

    private final int size;
    private final long deadline;
    private final Consumer<StoreResult> late;
    private StoreOp op;
    private @Nullable Completable<StoreResult> outcome;
    private long ordinal;
    private long number;
    private int attempts;
    private boolean next;
    private boolean done;

    Request(
        StoreOp op, long deadline, Completable<StoreResult> outcome, Consumer<StoreResult> late) {
      this.op = op;
      this.size = StoreSizes.of(op);
      this.deadline = deadline;
      this.outcome = outcome;
      this.late = late;
    }

    /** Returns its number in the session, or 0 before it has one. */
    long number() {
      return number;
    }

    private void succeed(StoreResult result) {
      done = true;
      Completable<StoreResult> waiting = outcome;
      outcome = null;
      if (waiting != null) {
        waiting.succeed(result);
      } else {
        late.accept(result);
      }
    }

    private void fail(String message, boolean outcomeUnknown) {
      Completable<StoreResult> waiting = outcome;
      outcome = null;
      if (waiting != null) {
        waiting.fail(new SharedDataException(message, outcomeUnknown));
      }
    }
  }

  private final GroupContext context;
  private final LeaderFinder finder;
  private final GroupBootstrap bootstrap;
  private final Outage outage;
  private final CallIds numbers;
  private final Backoff backoff;
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private final ArrayDeque<Request> window = new ArrayDeque<>();
  private final Map<Long, List<Request>> calls = new HashMap<>();
  private Runnable onSessionLost = () -> {};
  private Runnable onNumbered = () -> {};
  private long waitingBytes;
  private long windowBytes;
  private long session;
  private long sessionNumber = 1;
  private long lastOrdinal;
  private long lastNumber;
  private long acknowledged;
  private long openCall;
  private long resendAt = Long.MAX_VALUE;
  private boolean flushing;
  private boolean closed;

  ClientSession(
      GroupContext context,
      LeaderFinder finder,
      GroupBootstrap bootstrap,
      Outage outage,
      CallIds numbers) {
    this.context = context;
    this.finder = finder;
    this.bootstrap = bootstrap;
    this.outage = outage;
    this.numbers = numbers;
    backoff = new Backoff(context.random());
  }

  /** Sets the listener that is called after each loss of the session and its locks. */
  void onSessionLost(Runnable listener) {
    onSessionLost = listener;
  }

  /** Sets the listener that is called when requests have received numbers. */
  void onNumbered(Runnable listener) {
    onNumbered = listener;
  }

  /** Returns the number of requests so far: the ordinal of the last one. */
  long lastOrdinal() {
    return lastOrdinal;
  }

  /** Returns whether a request and all before it have a number or are finished. */
  boolean isNumbered(long ordinal) {
    return waiting.isEmpty() || waiting.getFirst().ordinal > ordinal;
  }

  /** Returns the session number of the last unfinished request up to this ordinal, or 0. */
  long numberOf(long ordinal) {
    for (Iterator<Request> each = window.descendingIterator(); each.hasNext(); ) {
      Request request = each.next();
      if (request.ordinal <= ordinal) {
        return request.number;
      }
    }
    return 0;
  }

  /** Returns the session, or 0 while there is none. */
  long session() {
    return session;
  }

  boolean isIdle() {
    return waiting.isEmpty() && window.isEmpty();
  }

  /**
   * Submits a change.
   *
   * @param late receives the result if it arrives after the deadline
   */
  Request submit(
      StoreOp op,
      long timeoutMillis,
      Completable<StoreResult> outcome,
      Consumer<StoreResult> late) {
    Request request = new Request(op, context.deadline(timeoutMillis), outcome, late);
    request.ordinal = ++lastOrdinal;
    String out = closed ? GroupNode.HAS_LEFT : outage.reason();
    out = out == null ? context.gate().refusal(op) : out;
    if (out != null) {
      request.fail(out, false);
    } else if (request.size > context.config().maxRequestBytes()) {
      request.fail(
          "A request of " + request.size + " bytes is too big: keys, values and names may have "
              + context.config().maxRequestBytes() + " together (see maxFrameSize)",
          false);
    } else if (waiting.size() >= MAX_WAITING
        || (waitingBytes > 0 && waitingBytes + request.size > context.config().maxWaitingBytes())) {
      request.fail(
          "Too many requests are waiting for shared data, " + waiting.size() + " with "
              + waitingBytes + " bytes: await some of them first (see maxPendingBytes)",
          false);
    } else {
      waiting.add(request);
      waitingBytes += request.size;
      flushSoon();
    }
    return request;
  }

  private void flushSoon() {
    if (!flushing) {
      flushing = true;
      context.scheduler().execute(this::flush);
    }
  }

  /** Sends what may be sent and was not sent yet. */
  void flush() {
    flushing = false;
    if (waiting.isEmpty() || window.size() >= context.config().maxRequests()) {
      return;
    }
    String leader = finder.next();
    if (leader == null) {
      bootstrap.want();
    } else if (session == 0) {
      open(leader);
    } else {
      List<Request> fresh = new ArrayList<>();
      while (!waiting.isEmpty() && hasRoomFor(waiting.getFirst())) {
        Request next = waiting.removeFirst();
        waitingBytes -= next.size;
        next.number = ++lastNumber;
        window.add(next);
        windowBytes += next.size;
        fresh.add(next);
      }
      send(leader, fresh);
      onNumbered.run();
    }
  }

  private boolean hasRoomFor(Request request) {
    return window.isEmpty()
        || (window.size() < context.config().maxRequests()
            && windowBytes + request.size <= WINDOW_BYTES);
  }

  private void open(String leader) {
    if (openCall == 0) {
      openCall = numbers.next();
      armResend();
      call(leader, openCall, List.of(new OpenSession(context.directory().self(), sessionNumber)));
    }
  }

  private void send(String leader, List<Request> requests) {
    List<Request> frame = new ArrayList<>();
    int bytes = 0;
    for (Request request : requests) {
      if (!frame.isEmpty()
          && (bytes + request.size > FRAME_BYTES || frame.size() == FRAME_REQUESTS)) {
        sendFrame(leader, frame);
        frame = new ArrayList<>();
        bytes = 0;
      }
      frame.add(request);
      bytes += request.size;
    }
    if (!frame.isEmpty()) {
      sendFrame(leader, frame);
    }
  }

  private void sendFrame(String leader, List<Request> frame) {
    long call = numbers.next();
    calls.put(call, frame);
    List<StoreCommand> commands = new ArrayList<>(frame.size());
    for (Request request : frame) {
      request.attempts++;
      request.next = request.number == acknowledged + 1;
      commands.add(new StoreCommand.Request(session, acknowledged, request.number, request.op));
    }
    armResend();
    call(leader, call, commands);
  }

  private void call(String leader, long call, List<StoreCommand> commands) {
    GroupDescriptor group = context.directory().current();
    if (group != null) {
      context.send(leader, new Ask(group.id(), call, commands));
    }
  }

  private void armResend() {
    if (resendAt == Long.MAX_VALUE) {
      resendAt = context.millis() + Backoff.PATIENCE_MILLIS;
    }
  }

  // Responses

  /** Returns whether the call was one of these. */
  boolean answered(Answer answer) {
    if (answer.call() == openCall) {
      opened(answer.results());
      return true;
    }
    List<Request> asked = calls.get(answer.call());
    if (asked == null) {
      return false;
    }
    finder.answered();
    backoff.reset();
    int to = Math.min(asked.size(), answer.from() + answer.results().size());
    boolean lost = false;
    boolean gap = false;
    for (int i = answer.from(); i < to; i++) {
      Request request = asked.get(i);
      StoreResult result = answer.results().get(i - answer.from());
      Reason refusal = result.refusal();
      if (refusal != null && !request.done) {
        lost |= refusal == Reason.UNKNOWN_SESSION || (refusal == Reason.GAP && request.next);
        gap |= refusal == Reason.GAP;
        forgotten(request, refusal);
      } else if (!request.done) {
        request.succeed(result);
      }
    }
    if (to == asked.size()) {
      calls.remove(answer.call());
    }
    if (lost) {
      sessionLost(asked);
    } else {
      settle(gap);
    }
    return true;
  }

  private static void forgotten(Request request, Reason refusal) {
    if (refusal == Reason.FORGOTTEN) {
      request.fail("The operation was applied, but its result is no longer known", true);
      request.done = true;
    }
  }

  private void settle(boolean gap) {
    while (!window.isEmpty() && window.getFirst().done) {
      Request first = window.removeFirst();
      windowBytes -= first.size;
      acknowledged = first.number;
    }
    resendAt = window.isEmpty() ? Long.MAX_VALUE : context.millis() + Backoff.PATIENCE_MILLIS;
    if (gap) {
      resendAt = context.millis() + backoff.nextMillis();
      wakeAt(resendAt);
    }
    if (!waiting.isEmpty()) {
      flushSoon();
    }
  }

  private void opened(List<StoreResult> results) {
    openCall = 0;
    resendAt = Long.MAX_VALUE;
    finder.answered();
    backoff.reset();
    if (!results.isEmpty()) {
      session = results.get(0).amountOr(session);
    }
    flushSoon();
  }

  /** Handles the leader's answer that there is no such session. */
  void sessionEnded(long ended) {
    if (ended == session && session != 0) {
      sessionLost(List.of());
    }
  }

  /**
   * Ends the session: each unanswered request may or may not have been applied. A session is also
   * lost if the replicas no longer know what they have answered before, for then their memory is
   * lost.
   */
  private void sessionLost(List<Request> refused) {
    LOGGER.warn("Session " + session + " of node " + context.directory().self()
        + " has ended: the cluster declared this node dead, or the shared data was lost");
    List<Request> again = new ArrayList<>();
    for (Request request : window) {
      if (request.done) {
        continue;
      }
      if (request.attempts == 1 && refused.contains(request)) {
        request.number = 0;
        request.attempts = 0;
        again.add(request);
      } else {
        request.fail("The cluster declared this node dead in the meantime: outcome unknown", true);
      }
    }
    forgetSession();
    for (int i = again.size() - 1; i >= 0; i--) {
      waiting.addFirst(again.get(i));
      waitingBytes += again.get(i).size;
    }
    onSessionLost.run();
    flushSoon();
  }

  private void forgetSession() {
    window.clear();
    windowBytes = 0;
    calls.clear();
    session = 0;
    sessionNumber++;
    lastNumber = 0;
    acknowledged = 0;
    openCall = 0;
    resendAt = Long.MAX_VALUE;
  }

  /** Handles the change to another group, which knows nothing of this node's session. */
  void groupLost() {
    if (session == 0 && openCall == 0) {
      return;
    }
    for (Request request : window) {
      if (!request.done) {
        request.fail("Another group now has the shared data of the cluster: outcome unknown", true);
      }
    }
    forgetSession();
    onSessionLost.run();
    flushSoon();
  }

  /** Returns whether the call was one of these. */
  boolean refused(String from, Refusal refusal) {
    if (refusal.call() != openCall && !calls.containsKey(refusal.call())) {
      return false;
    }
    if (!refusal.busy()) {
      finder.refused(from, refusal.leader());
    }
    resendAt = context.millis() + backoff.nextMillis();
    wakeAt(resendAt);
    calls.remove(refusal.call());
    return true;
  }

  private void wakeAt(long millis) {
    context.scheduler().schedule(this::resendIfDue, Math.max(1, millis - context.millis()));
  }

  /** Repeats the open requests: changes may have brought a leader, or lost one. */
  void leaderChanged() {
    if (!window.isEmpty() || openCall != 0) {
      resendAt = context.millis();
      resendIfDue();
    } else if (!waiting.isEmpty()) {
      flushSoon();
    }
  }

  private void resendIfDue() {
    if (context.millis() >= resendAt) {
      resend();
    }
  }

  private void resend() {
    calls.clear();
    resendAt = Long.MAX_VALUE;
    String leader = finder.next();
    if (leader == null) {
      bootstrap.want();
      armResend();
    } else if (openCall != 0) {
      openCall = 0;
      open(leader);
    } else {
      send(leader, window.stream().filter(request -> !request.done).toList());
    }
    if (!waiting.isEmpty()) {
      flushSoon();
    }
  }

  // Time

  /** Fails what has timed out, and repeats what has no answer. */
  void tick() {
    long now = context.millis();
    expireWaiting(now);
    for (Request request : window) {
      if (!request.done && request.outcome != null && request.deadline <= now) {
        request.fail(
            outage.explain(
                "The replicas of the shared data did not answer in time: outcome unknown"),
            true);
        request.op = new StoreOp.Skip();
      }
    }
    if (now >= resendAt) {
      finder.failed();
      resend();
    } else if (!waiting.isEmpty() && window.isEmpty() && openCall == 0) {
      flushSoon();
    }
  }

  private void expireWaiting(long now) {
    String out = outage.reason();
    for (Iterator<Request> each = waiting.iterator(); each.hasNext(); ) {
      Request request = each.next();
      if (request.deadline <= now || out != null) {
        each.remove();
        waitingBytes -= request.size;
        request.fail(
            out != null
                ? out
                : outage.explain(
                    "The replicas of the shared data are unreachable or can't agree: the"
                        + " operation was not done"),
            false);
      }
    }
  }

  /** Fails what not all members of the cluster know any more. */
  void versionFell() {
    for (Iterator<Request> each = waiting.iterator(); each.hasNext(); ) {
      Request request = each.next();
      String why = context.gate().refusal(request.op);
      if (why != null) {
        each.remove();
        waitingBytes -= request.size;
        request.fail(why, false);
      }
    }
    for (Request request : window) {
      String why = request.done ? null : context.gate().refusal(request.op);
      if (why != null) {
        request.fail(why + ". Whether it was done before is unknown", true);
        request.op = new StoreOp.Skip();
      }
    }
  }

  /** Fails all requests, present and future. */
  void close() {
    closed = true;
    List<Request> sent = List.copyOf(window);
    List<Request> unsent = List.copyOf(waiting);
    window.clear();
    waiting.clear();
    sent.forEach(request -> request.fail(GroupNode.HAS_LEFT, true));
    unsent.forEach(request -> request.fail(GroupNode.HAS_LEFT, false));
  }
}
