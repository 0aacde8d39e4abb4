package org.hyparview.cluster.node;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.hyparview.cluster.protocol.failure.ProbeResult;
import org.hyparview.node.Dials;
import org.hyparview.node.LinkHost;
import org.hyparview.protocol.peer.Peer;

/** The dials to nodes that find out whether their processes have certainly ended. */
final class Proofs implements Dials.Outcome {

  private record Pending(Peer node, Promise<Boolean> proof) {}

  private final LinkHost host;
  private final Dials dials;
  private final Map<Long, Pending> pending = new HashMap<>();
  private long numbers;

  Proofs(LinkHost host) {
    this.host = host;
    dials = host.dials(this);
  }

  /** Returns whether no process listens at the address of the node, or another node does. */
  Future<Boolean> prove(Peer node) {
    Promise<Boolean> proof = Promise.promise();
    pending.put(++numbers, new Pending(node, proof));
    dials.connect(numbers, node.address(), null);
    return proof.future();
  }

  @Override
  public void connected(long request, long link, Peer peer, long now) {
    host.close(link);
    end(request, node -> !peer.sameNode(node));
  }

  @Override
  public void connectFailed(long request, Throwable cause, long now) {
    ProbeResult result = Probes.resultOf(cause);
    end(request, node -> result != ProbeResult.SILENT);
  }

  private void end(long request, Predicate<Peer> isGone) {
    Pending asked = pending.remove(request);
    if (asked != null) {
      host.afterwards(() -> asked.proof.complete(isGone.test(asked.node)));
    }
  }
}
