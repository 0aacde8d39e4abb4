package org.hyparview.cluster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Set;
import java.util.zip.CRC32C;
import org.hyparview.architecture.Layers;
import org.hyparview.architecture.Purity;
import org.junit.jupiter.api.Test;

/** The rules for the imports of this module's packages, and for what its machines may use. */
class ArchitectureTest {

  private static final String API = "org.hyparview.cluster";
  private static final String API_OPTIONS = API + "#options";
  private static final String API_VALUES = API + "#values";
  private static final String INTERNAL = API + ".internal";
  private static final String NODE = API + ".node";
  private static final String GROUP = API + ".group";
  private static final String RAFT = API + ".raft";
  private static final String SHARED_DATA = API + ".shareddata";
  private static final String DISCOVERY = API + ".discovery";
  private static final String ROSTER = API + ".roster";
  private static final String WIRE = API + ".wire";
  private static final String MACHINES = API + ".protocol";
  private static final String PLANE = MACHINES + ".plane";
  private static final String REGISTRY = MACHINES + ".registry";
  private static final String FAILURE = MACHINES + ".failure";
  private static final String STORE = MACHINES + ".store";
  private static final String DATA = MACHINES + ".data";

  private static final Layers LAYERS = Layers.of(
          "hyparview-cluster-manager", API, HyParViewClusterManager.class)
      .layer(API, Set.of(API_OPTIONS, API_VALUES, INTERNAL, SHARED_DATA, DISCOVERY))
      .layer(
          INTERNAL,
          Set.of(
              API_OPTIONS,
              API_VALUES,
              NODE,
              GROUP,
              RAFT,
              SHARED_DATA,
              DISCOVERY,
              ROSTER,
              WIRE,
              PLANE,
              REGISTRY,
              FAILURE,
              STORE,
              DATA))
      .layer(API_OPTIONS, Set.of(API_VALUES, DISCOVERY))
      .layer(NODE, Set.of(WIRE, PLANE, REGISTRY, FAILURE, STORE, DATA))
      .layer(SHARED_DATA, Set.of(API_VALUES, REGISTRY, STORE, DATA))
      .layer(GROUP, Set.of(API_VALUES, RAFT, WIRE, PLANE, REGISTRY, FAILURE, STORE, DATA))
      .layer(RAFT, Set.of(WIRE, PLANE, REGISTRY, FAILURE, STORE, DATA))
      .layer(DISCOVERY, Set.of(API_VALUES))
      .layer(ROSTER, Set.of(API_VALUES, REGISTRY, DATA))
      .layer(API_VALUES, Set.of())
      .layer(WIRE, Set.of(PLANE, REGISTRY, FAILURE, STORE, DATA))
      .layer(PLANE, Set.of(REGISTRY, FAILURE, DATA))
      .layer(REGISTRY, Set.of(DATA))
      .layer(FAILURE, Set.of())
      .layer(STORE, Set.of(DATA))
      .layer(DATA, Set.of())
      .classes(
          API_OPTIONS,
          HyParViewClusterOptions.class,
          DiscoveryOptions.class,
          FailureDetectionOptions.class,
          MulticastOptions.class,
          SharedDataOptions.class)
      .classes(
          API_VALUES,
          ClusterBroadcast.class,
          ClusterHealth.class,
          ClusterMember.class,
          ClusterMembers.class,
          ContactSource.class,
          FencedLock.class,
          MemberEvent.class,
          MapChange.class,
          MembershipScope.class,
          QuorumLossPolicy.class,
          ReplicatedMap.class,
          SharedDataException.class);

  private static final Purity PURITY = new Purity(
      LAYERS.classes(), MACHINES, Set.of("org.hyparview.protocol"), Set.of(CRC32C.class));

  @Test
  void importsLookDown() {
    LAYERS.importsLookDown();
  }

  @Test
  void layersAreFreeOfCycles() {
    LAYERS.layersAreFreeOfCycles();
  }

  /** Other classes see only {@code RaftReplica} and its own types of the consensus library. */
  @Test
  void onlyTheReplicaKnowsMicroRaft() {
    noClasses()
        .that()
        .resideOutsideOfPackage(RAFT)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.microraft..")
        .check(LAYERS.classes());
  }

  @Test
  void documentationSaysTheSame() {
    LAYERS.documentationSaysTheSame();
  }

  @Test
  void theExportedPackageHoldsApiAlone() {
    assertThat(LAYERS.classes())
        .filteredOn(type -> type.getPackageName().equals(API) && type.isTopLevelClass())
        .filteredOn(type -> !type.getModifiers().contains(JavaModifier.PUBLIC))
        .extracting(JavaClass::getSimpleName)
        .containsExactly("package-info");
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
