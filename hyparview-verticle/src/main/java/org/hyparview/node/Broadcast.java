package org.hyparview.node;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.plumtree.BroadcastInputs;
import org.hyparview.protocol.plumtree.Fold;
import org.hyparview.protocol.plumtree.MessageId;
import org.hyparview.protocol.plumtree.PlumtreeEvent;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Acknowledged;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Answered;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Asked;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Delivered;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Unacknowledged;
import org.hyparview.protocol.plumtree.PlumtreeMessage;
import org.hyparview.transport.Channel;
import org.hyparview.wire.BroadcastCodec;

/**
 * The user's side of a broadcast machine on a {@link LinkHost}: passes in this node's broadcasts,
 * and reports their outcome to a listener and to waiting callers. A {@link BroadcastSender} sends
 * the machine's messages. The machine may be a part of the hosted one.
 */
public final class Broadcast implements PlumtreeEvent.Handler {

  private final LinkHost host;
  private final BroadcastInputs inputs;
  private final BroadcastListener listener;
  private final Backlog backlog;
  private final BroadcastCounters counters;
  private final Questions questions;
  private final Map<MessageId, Promise<Integer>> unanswered = new HashMap<>();

  /** Creates the user's side of a machine whose host answers no questions. */
  public Broadcast(
      Vertx vertx,
      LinkHost host,
      BroadcastInputs inputs,
      BroadcastSender sender,
      long maxBacklogBytes,
      BroadcastListener listener) {
    this(vertx, host, inputs, sender, maxBacklogBytes, listener, QuestionListener.NONE);
  }

  /**
   * Creates the user's side of a machine, and sets up its channel.
   *
   * @param inputs the inputs of the machine that the host runs
   * @param sender the sender of the machine's messages
   * @param maxBacklogBytes the most bytes that may wait for slow neighbors before the machine gets
   *     them
   */
  public Broadcast(
      Vertx vertx,
      LinkHost host,
      BroadcastInputs inputs,
      BroadcastSender sender,
      long maxBacklogBytes,
      BroadcastListener listener,
      QuestionListener questionListener) {
    this.host = host;
    this.inputs = inputs;
    this.listener = listener;
    backlog = new Backlog(vertx, host, maxBacklogBytes);
    counters = new BroadcastCounters(sender, backlog);
    questions = new Questions(host, inputs, questionListener);
    host.on(
        Channel.BROADCAST,
        "broadcast",
        PlumtreeMessage.class,
        new BroadcastCodec()::decode,
        this::receive);
  }

  /**
   * Sends a payload to every node, this one included.
   *
   * @param payload must not be changed from now on
   * @return succeeds when the machine has it, which is at once unless neighbors are slow to take
   *     earlier messages; fails with a {@link BacklogFullException} if too much waits already
   */
  public Future<Void> send(byte[] payload) {
    return backlog
        .admit(payload.length)
        .onSuccess(go -> host.input(now -> inputs.broadcast(payload, now)));
  }

  /**
   * Sends a payload as {@link #send} does, and waits until every node in reach has it.
   *
   * @param timeout the most milliseconds for that, once the machine has the payload
   * @return the number of attempts; fails with an {@link UnacknowledgedException}, or as
   *     {@link #send}
   */
  public Future<Integer> sendAcknowledged(byte[] payload, long timeout) {
    Promise<Integer> answer = Promise.promise();
    backlog
        .admit(payload.length)
        .onSuccess(go -> host.input(
            now -> unanswered.put(inputs.broadcastAcknowledged(payload, timeout, now), answer)))
        .onFailure(answer::fail);
    return answer.future();
  }

  /**
   * Asks every node a question, as {@link Questions#ask} does, when it is the turn of its payload.
   *
   * @return fails as {@link #send} or {@link Questions#ask}
   */
  public Future<Answered> ask(byte[] payload, Fold fold, long timeout) {
    return backlog.admit(payload.length).compose(go -> questions.ask(payload, fold, timeout));
  }

  /** Stops sending, and fails all waiting calls. */
  public void stop() {
    backlog.stop();
    questions.stop();
    unanswered.values().forEach(answer -> answer.fail("The node has been stopped"));
    unanswered.clear();
  }

  /** Returns the counts of sent, received and delivered broadcasts so far. */
  public BroadcastCounters counters() {
    return counters;
  }

  private void receive(long link, Peer from, PlumtreeMessage message, long now) {
    counters.countReceived(message);
    inputs.receive(link, from, message, now);
  }

  @Override
  public void onDelivered(Delivered event) {
    counters.countDelivered(event.round());
    listener.delivered(event.id(), event.round(), event.payload());
  }

  @Override
  public void onAcknowledged(Acknowledged event) {
    counters.countAcknowledged(true);
    Promise<Integer> answer = unanswered.remove(event.id());
    if (answer != null) {
      host.afterwards(() -> answer.complete(event.attempts()));
    }
  }

  @Override
  public void onUnacknowledged(Unacknowledged event) {
    counters.countAcknowledged(false);
    Promise<Integer> answer = unanswered.remove(event.id());
    if (answer != null) {
      host.afterwards(
          () -> answer.fail(new UnacknowledgedException(event.attempts(), event.missing())));
    }
  }

  @Override
  public void onAsked(Asked event) {
    counters.countAsked();
    questions.asked(event);
  }

  @Override
  public void onAnswered(Answered event) {
    counters.countAnswered(event.reachedAll() && event.result().isComplete());
    questions.answered(event);
  }
}
