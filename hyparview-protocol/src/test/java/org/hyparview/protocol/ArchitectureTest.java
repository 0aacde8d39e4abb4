package org.hyparview.protocol;

import java.util.Set;
import org.hyparview.architecture.Layers;
import org.hyparview.architecture.Purity;
import org.hyparview.protocol.peer.Peer;
import org.junit.jupiter.api.Test;

/** Who may import whom, and what a machine may touch. */
class ArchitectureTest {

  private static final String ROOT = "org.hyparview.protocol";
  private static final String OVERLAY = ROOT + ".overlay";
  private static final String HYPARVIEW = ROOT + ".hyparview";
  private static final String PLUMTREE = ROOT + ".plumtree";
  private static final String MACHINE = ROOT + ".machine";
  private static final String PEER = ROOT + ".peer";

  private static final Layers LAYERS = Layers.of("hyparview-protocol", "org.hyparview", Peer.class)
      .layer(OVERLAY, Set.of(HYPARVIEW, PLUMTREE, MACHINE, PEER))
      .layer(HYPARVIEW, Set.of(MACHINE, PEER))
      .layer(PLUMTREE, Set.of(MACHINE, PEER))
      .layer(MACHINE, Set.of(PEER))
      .layer(PEER, Set.of());

  private static final Purity PURITY = new Purity(LAYERS.classes(), ROOT, Set.of(), Set.of());

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

  @Test
  void machinesUseOnlyTheWhiteList() {
    PURITY.onlyTheWhiteListIsUsed();
  }

  @Test
  void machinesKnowNoThreadNoTimerNoProcessAndNoDate() {
    PURITY.noThreadTimerProcessOrDateIsUsed();
  }

  @Test
  void machinesReadNoClockAndNoUnseededRandomness() {
    PURITY.noClockAndNoUnseededRandomnessIsRead();
  }

  @Test
  void handlersOfMachinesArePrivate() {
    PURITY.handlersArePrivate();
  }

  @Test
  void machinesHoldNoCollectionWhoseOrderChangesFromRunToRun() {
    PURITY.noCollectionChangesItsOrderFromRunToRun();
  }
}
