package org.hyparview.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Set;
import org.hyparview.architecture.Layers;
import org.junit.jupiter.api.Test;

/** The rules for what this module imports of the others, and for its API. */
class ArchitectureTest {

  private static final String ROOT = "org.hyparview";
  private static final String DASHBOARD = ROOT + ".dashboard";

  private static final Layers LAYERS = Layers.of(
          "hyparview-dashboard", ROOT, DashboardVerticle.class)
      .layer(DASHBOARD, Set.of(ROOT + ".inspect", ROOT + ".options", ROOT + ".protocol.peer"));

  @Test
  void importsLookDown() {
    LAYERS.importsLookDown();
  }

  @Test
  void documentationSaysTheSame() {
    LAYERS.documentationSaysTheSame();
  }

  @Test
  void thePublicClassesAreTheApi() {
    assertThat(LAYERS.classes())
        .filteredOn(
            type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
        .extracting(JavaClass::getSimpleName)
        .containsExactlyInAnyOrder(
            "ClusterSource", "DashboardOptions", "DashboardVerticle", "InspectedCluster");
  }
}
