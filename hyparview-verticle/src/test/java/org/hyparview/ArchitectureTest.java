package org.hyparview;

import java.util.Set;
import org.hyparview.architecture.Layers;
import org.junit.jupiter.api.Test;

/** Who may import whom. */
class ArchitectureTest {

  private static final String API = "org.hyparview";
  private static final String INSPECT = "org.hyparview.inspect";
  private static final String NODE = "org.hyparview.node";
  private static final String TRANSPORT = "org.hyparview.transport";
  private static final String STREAM = "org.hyparview.transport.stream";
  private static final String TCP = "org.hyparview.transport.tcp";
  private static final String SECRET = "org.hyparview.transport.secret";
  private static final String IDENTITY = "org.hyparview.transport.identity";
  private static final String MEMORY = "org.hyparview.transport.memory";
  private static final String WIRE = "org.hyparview.wire";
  private static final String OPTIONS = "org.hyparview.options";
  private static final String OVERLAY = "org.hyparview.protocol.overlay";
  private static final String HYPARVIEW = "org.hyparview.protocol.hyparview";
  private static final String PLUMTREE = "org.hyparview.protocol.plumtree";
  private static final String MACHINE = "org.hyparview.protocol.machine";
  private static final String PEER = "org.hyparview.protocol.peer";

  private static final Layers LAYERS = Layers.of(
          "hyparview-verticle", "org.hyparview", HyParViewVerticle.class)
      .layer(
          API,
          Set.of(
              NODE, TRANSPORT, STREAM, TCP, WIRE, OPTIONS, OVERLAY, HYPARVIEW, PLUMTREE, MACHINE,
              PEER))
      .layer(INSPECT, Set.of(API, TRANSPORT, STREAM, TCP, SECRET, PEER))
      .layer(NODE, Set.of(TRANSPORT, WIRE, OVERLAY, HYPARVIEW, PLUMTREE, MACHINE, PEER))
      .layer(TCP, Set.of(STREAM, TRANSPORT, SECRET, IDENTITY, OPTIONS, PEER))
      .layer(STREAM, Set.of(TRANSPORT, IDENTITY, OPTIONS, PEER))
      .layer(MEMORY, Set.of(TRANSPORT, PEER))
      .layer(TRANSPORT, Set.of(SECRET, OPTIONS, PEER))
      .layer(SECRET, Set.of())
      .layer(IDENTITY, Set.of(PEER))
      .layer(WIRE, Set.of(OVERLAY, HYPARVIEW, PLUMTREE, MACHINE, PEER))
      .layer(OPTIONS, Set.of(PEER));

  @Test
  void importsLookDown() {
    LAYERS.importsLookDown();
  }

  @Test
  void layersAreFreeOfCycles() {
    LAYERS.layersAreFreeOfCycles();
  }

  @Test
  void documentationSaysTheSame() {
    LAYERS.documentationSaysTheSame();
  }
}
