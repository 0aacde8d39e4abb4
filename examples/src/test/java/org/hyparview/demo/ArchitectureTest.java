package org.hyparview.demo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.util.Set;
import org.hyparview.architecture.Layers;
import org.junit.jupiter.api.Test;

/** The imports of the demo's packages and of the examples. */
class ArchitectureTest {

  private static final String DEMO = "org.hyparview.demo";
  private static final String COMMON = DEMO + ".common";
  private static final String NODES = DEMO + ".nodes";
  private static final String OVERLAY = DEMO + ".overlay";
  private static final String BROADCAST = DEMO + ".broadcast";
  private static final String SIMULATE = DEMO + ".simulate";
  private static final String CLUSTER = DEMO + ".cluster";
  private static final String INSPECT = DEMO + ".inspect";
  private static final String EXAMPLES = "org.hyparview.examples";

  private static final Layers LAYERS = Layers.of("examples", DEMO, Demo.class)
      .layer(DEMO, Set.of(COMMON, NODES, OVERLAY, BROADCAST, SIMULATE, CLUSTER, INSPECT))
      .layer(OVERLAY, Set.of(NODES, COMMON))
      .layer(BROADCAST, Set.of(OVERLAY, NODES, COMMON))
      .layer(SIMULATE, Set.of(COMMON))
      .layer(CLUSTER, Set.of(COMMON))
      .layer(INSPECT, Set.of(COMMON))
      .layer(NODES, Set.of(COMMON))
      .layer(COMMON, Set.of())
      .layer(EXAMPLES, Set.of());

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
  void examplesUseApiAlone() {
    noClasses()
        .that()
        .resideInAPackage(EXAMPLES)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.hyparview.node..",
            "org.hyparview.options..",
            "org.hyparview.transport.tcp..",
            "org.hyparview.wire..",
            "org.hyparview.cluster.*..")
        .check(LAYERS.classes());
  }

  @Test
  void theDemoUsesNoExample() {
    noClasses()
        .that()
        .resideInAPackage(DEMO + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(EXAMPLES)
        .check(LAYERS.classes());
  }
}
