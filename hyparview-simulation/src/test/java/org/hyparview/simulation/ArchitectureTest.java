package org.hyparview.simulation;

import java.util.Set;
import org.hyparview.architecture.Layers;
import org.hyparview.simulation.net.Simulation;
import org.junit.jupiter.api.Test;

/** Who may import whom. */
class ArchitectureTest {

  private static final String NET = "org.hyparview.simulation.net";
  private static final String HOST = "org.hyparview.simulation.host";
  private static final String SCENARIO = "org.hyparview.simulation.scenario";
  private static final String METRICS = "org.hyparview.simulation.metrics";
  private static final String OVERLAY = "org.hyparview.protocol.overlay";
  private static final String HYPARVIEW = "org.hyparview.protocol.hyparview";
  private static final String PLUMTREE = "org.hyparview.protocol.plumtree";
  private static final String MACHINE = "org.hyparview.protocol.machine";
  private static final String PEER = "org.hyparview.protocol.peer";

  private static final Layers LAYERS = Layers.of(
          "hyparview-simulation", "org.hyparview", Simulation.class)
      .layer(SCENARIO, Set.of(HOST, NET, METRICS, OVERLAY, HYPARVIEW, PLUMTREE, MACHINE, PEER))
      .layer(HOST, Set.of(NET, OVERLAY, HYPARVIEW, PLUMTREE, MACHINE, PEER))
      .layer(NET, Set.of(HYPARVIEW, MACHINE, PEER))
      .layer(METRICS, Set.of());

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
