package org.hyparview.cluster.internal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.hyparview.Answers;
import org.hyparview.HyParViewClient;
import org.hyparview.Question;
import org.hyparview.QuestionEndpoint;
import org.hyparview.cluster.node.ControlPlane;
import org.hyparview.cluster.wire.QuestionPayload;
import org.hyparview.node.QuestionListener;
import org.hyparview.protocol.plumtree.Answer;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.protocol.plumtree.PlumtreeEvent.Asked;

/**
 * The questions of this node to the members of the cluster, and its answers to theirs.
 *
 * <p>Handlers are asked on the local event bus of the user's Vert.x, but only once there may be
 * one: without the option for the addresses and without a typed handler, no message is sent there.
 * Questions come on the control plane's context, where their answers are completed; all else may
 * come from any thread.
 */
final class ClusterQuestions implements QuestionListener, LocalBus.Part {

  private final VertxInternal user;
  private final ContextInternal plane;
  private final String prefix;
  private final QuestionEndpoint endpoint;
  private final ContextInternal asking;
  private volatile boolean mayHaveHandlers;

  /**
   * Creates an endpoint that asks no handlers yet.
   *
   * @param plane the context of the control plane
   * @param prefix that of the addresses
   * @param limits of messages
   * @param tags the present tags of this node
   * @param control called when this node asks, which is not before it has joined
   */
  ClusterQuestions(
      VertxInternal user,
      ContextInternal plane,
      String prefix,
      PlumtreeConfig limits,
      Supplier<Map<String, String>> tags,
      Supplier<ControlPlane> control) {
    this.user = user;
    this.plane = plane;
    this.prefix = prefix;
    asking = user.createEventLoopContext();
    endpoint = new QuestionEndpoint(
        user,
        prefix,
        limits.questions(),
        limits.maxPayload() - QuestionPayload.OVERHEAD,
        tags,
        (payload, fold, timeout) ->
            control.get().ask(QuestionPayload.wrap(payload), fold, timeout));
  }

  @Override
  public void open(ContextInternal through) {
    endpoint.open();
    mayHaveHandlers = true;
  }

  @Override
  public Future<Void> close() {
    return endpoint.close();
  }

  /** Returns the client by which handlers are registered, and asks them from now on. */
  HyParViewClient handlers() {
    mayHaveHandlers = true;
    return HyParViewClient.create(user, prefix);
  }

  /** Asks all members. */
  Future<Answers> ask(Question question) {
    return endpoint.ask(question);
  }

  @Override
  public Future<Answer> asked(Asked question) {
    byte[] content = QuestionPayload.unwrap(question.payload());
    if (content == null) {
      return Future.succeededFuture(Answer.FAILED);
    }
    if (!mayHaveHandlers) {
      return Future.succeededFuture(Answer.NONE);
    }
    Promise<Answer> answer = plane.promise();
    try {
      asking.runOnContext(go -> ask(question, content, answer));
    } catch (RejectedExecutionException userIsGone) {
      answer.complete(Answer.FAILED);
    }
    return answer.future();
  }

  private void ask(Asked question, byte[] content, Promise<Answer> answer) {
    try {
      endpoint
          .asked(new Asked(
              question.id(), question.round(), content, question.fold(), question.millis()))
          .onComplete(answer);
    } catch (IllegalStateException eventBusHasEnded) {
      answer.complete(Answer.NONE);
    }
  }
}
