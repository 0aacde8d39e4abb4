package org.hyparview.cluster.internal;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.List;
import java.util.function.IntConsumer;
import org.hyparview.cluster.protocol.data.Bytes;
import org.hyparview.cluster.protocol.data.ProtocolVersion;
import org.hyparview.cluster.roster.ClusterVersion;
import org.hyparview.cluster.wire.TagsCodec;
import org.hyparview.wire.DecodeException;

/**
 * The version of the cluster, followed by the registry's events on the control plane's context. The
 * log has each change, and so has the listener. {@link #version} may be called from any thread.
 */
final class VersionWatch {

  private static final Logger LOGGER = LoggerFactory.getLogger(ClusterNode.class);

  /** The most nodes that a line names. */
  private static final int MAX_NAMES = 3;

  private final ClusterVersion versions;
  private final IntConsumer listener;
  private boolean changed;
  private volatile int version;

  /**
   * Creates a watch of a cluster of one node.
   *
   * @param own the version that this node speaks
   * @param listener receives each later version of the cluster
   */
  VersionWatch(int own, IntConsumer listener) {
    versions = new ClusterVersion(own);
    version = own;
    this.listener = listener;
  }

  int version() {
    return version;
  }

  void nodeUp(String node) {
    versions.nodeUp(node);
    changed = true;
  }

  void nodeDown(String node) {
    versions.nodeDown(node);
    changed = true;
  }

  void metadataChanged(String node, Bytes metadata) {
    versions.announced(node, read(metadata));
    changed = true;
  }

  private static int read(Bytes metadata) {
    try {
      return TagsCodec.decodeVersion(metadata);
    } catch (DecodeException unreadable) {
      return ProtocolVersion.FIRST;
    }
  }

  /** Ends a turn of the registry: a member and its version are news together. */
  void settle() {
    if (changed) {
      changed = false;
      review();
    }
  }

  private void review() {
    int lowest = versions.lowest();
    if (lowest != version) {
      LOGGER.info(
          lowest > version
              ? "The cluster now has version " + lowest + " of the protocol: all members speak it"
              : "The cluster now has version " + lowest
                  + " of the protocol, since earlier nodes are in it: "
                  + names(versions.earlier()));
      version = lowest;
      listener.accept(lowest);
    }
  }

  private static String names(List<String> nodes) {
    int more = nodes.size() - MAX_NAMES;
    return more <= 0 ? nodes.toString() : nodes.subList(0, MAX_NAMES) + " and " + more + " more";
  }
}
