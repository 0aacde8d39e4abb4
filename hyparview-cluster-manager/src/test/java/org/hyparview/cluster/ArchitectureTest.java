package org.hyparview.cluster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Calendar;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/**
 * Who of this module may import whom, and what its machines may touch: the rules of the verticle's
 * module, for the rooms of this one.
 *
 * <p>A rule over a room that has no classes yet holds; it bites with the first class.
 */
class ArchitectureTest {

  private static final String API = "org.hyparview.cluster";
  private static final String NODE = API + ".node";
  private static final String GROUP = API + ".group";
  private static final String RAFT = API + ".raft";
  private static final String SHARED_DATA = API + ".shareddata";
  private static final String DISCOVERY = API + ".discovery";
  private static final String WIRE = API + ".wire";
  private static final String PLANE = API + ".protocol.plane";
  private static final String REGISTRY = API + ".protocol.registry";
  private static final String FAILURE = API + ".protocol.failure";
  private static final String STORE = API + ".protocol.store";
  private static final String DATA = API + ".protocol.data";

  private static final Set<String> PROTOCOL = Set.of(PLANE, REGISTRY, FAILURE, STORE, DATA);

  /** Each room with the rooms of this module that it may import. A new room needs a row here. */
  private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
      Map.entry(API, with(PROTOCOL, NODE, GROUP, RAFT, SHARED_DATA, DISCOVERY, WIRE)),
      Map.entry(NODE, with(PROTOCOL, WIRE)),
      Map.entry(RAFT, with(PROTOCOL, WIRE)),
      Map.entry(GROUP, with(PROTOCOL, RAFT, WIRE)),
      Map.entry(SHARED_DATA, with(PROTOCOL, GROUP)),
      Map.entry(DISCOVERY, Set.of()),
      Map.entry(WIRE, PROTOCOL),
      Map.entry(PLANE, Set.of(REGISTRY, FAILURE, DATA)),
      Map.entry(REGISTRY, Set.of(DATA)),
      Map.entry(FAILURE, Set.of()),
      Map.entry(STORE, Set.of(DATA)),
      Map.entry(DATA, Set.of()));

  /** What machines leave to their host. */
  private static final List<Class<?>> HOSTS_BUSINESS = List.of(
      Thread.class,
      ThreadGroup.class,
      ThreadLocal.class,
      Timer.class,
      TimerTask.class,
      Process.class,
      ProcessBuilder.class,
      Runtime.class,
      Date.class,
      Calendar.class);

  private static final Set<String> IMMUTABLE_FACTORIES = Set.of("of", "ofEntries", "copyOf");

  private static final List<String> WHITE_LIST = List.of(
      "java.lang",
      "java.util",
      "java.util.function",
      "java.util.random",
      "org.jspecify.annotations");

  /** Where the machines of this module and those that they build on live. */
  private static final List<String> MACHINES =
      List.of("org.hyparview.protocol", "org.hyparview.cluster.protocol");

  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages(API);

  @Test
  void importsLookDown() {
    check(classes().should(importOnlyRoomsBelow()));
  }

  @Test
  void packagesAreFreeOfCycles() {
    check(slices().assignedFrom(packages()).should().beFreeOfCycles());
  }

  @Test
  void protocolUsesOnlyTheWhiteList() {
    check(classes()
        .that()
        .resideInAPackage("org.hyparview.cluster.protocol..")
        .should()
        .onlyDependOnClassesThat(areOnTheWhiteList()));
  }

  @Test
  void protocolKnowsNoThreadNoTimerNoProcessAndNoDate() {
    check(noClasses()
        .that()
        .resideInAPackage("org.hyparview.cluster.protocol..")
        .should()
        .dependOnClassesThat(DescribedPredicate.describe(
            "are one of " + HOSTS_BUSINESS,
            type -> HOSTS_BUSINESS.stream().anyMatch(type::isAssignableTo))));
  }

  @Test
  void protocolReadsNoClockAndNoUnseededRandomness() {
    check(noClasses()
        .that()
        .resideInAPackage("org.hyparview.cluster.protocol..")
        .should()
        .accessTargetWhere(DescribedPredicate.describe(
            "the result is not a function of the arguments",
            access -> isUnpredictable(
                access.getTargetOwner(), access.getName(), parameters(access.getTarget())))));
  }

  @Test
  void protocolHoldsNoCollectionWhoseOrderChangesFromRunToRun() {
    check(noClasses()
        .that()
        .resideInAPackage("org.hyparview.cluster.protocol..")
        .should()
        .accessTargetWhere(DescribedPredicate.describe(
            "an immutable set or map is made, whose order differs in each run of the JVM",
            access -> (access.getTargetOwner().isEquivalentTo(Set.class)
                    || access.getTargetOwner().isEquivalentTo(Map.class))
                && IMMUTABLE_FACTORIES.contains(access.getName()))));
  }

  /** Clocks, identity hashes and every source of randomness that takes no seed. */
  private static boolean isUnpredictable(JavaClass owner, String name, int parameters) {
    if (owner.isEquivalentTo(System.class)) {
      return !name.equals("arraycopy");
    }
    if (owner.isEquivalentTo(Math.class) || owner.isEquivalentTo(StrictMath.class)) {
      return name.equals("random");
    }
    if (owner.isEquivalentTo(UUID.class)) {
      return name.equals("randomUUID");
    }
    if (owner.isEquivalentTo(Collections.class)) {
      return name.equals("shuffle") && parameters == 1;
    }
    if (owner.isEquivalentTo(RandomGenerator.class)) {
      return name.equals("of") || name.equals("getDefault");
    }
    return parameters == 0
        && (owner.isEquivalentTo(Random.class)
            || owner.isEquivalentTo(SplittableRandom.class)
            || owner.isEquivalentTo(RandomGeneratorFactory.class))
        && (name.equals("<init>") || name.equals("create"));
  }

  private static int parameters(AccessTarget target) {
    return target instanceof AccessTarget.CodeUnitAccessTarget code
        ? code.getRawParameterTypes().size()
        : 0;
  }

  private static DescribedPredicate<JavaClass> areOnTheWhiteList() {
    return DescribedPredicate.describe("are in one of " + WHITE_LIST + MACHINES, type -> {
      JavaClass base = type.getBaseComponentType();
      return base.isPrimitive()
          || WHITE_LIST.contains(base.getPackageName())
          || base.isEquivalentTo(CRC32C.class)
          || MACHINES.stream().anyMatch(room -> isInside(room, base.getPackageName()));
    });
  }

  private static ArchCondition<JavaClass> importOnlyRoomsBelow() {
    return new ArchCondition<>("import only the rooms below their own") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Optional<String> room = roomOf(type);
        if (room.isEmpty()) {
          events.add(
              SimpleConditionEvent.violated(type, type.getName() + " lives in no known room"));
          return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (isInside(API, target.getPackageName()) && !mayImport(room.get(), target)) {
            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static boolean mayImport(String room, JavaClass target) {
    return roomOf(target)
        .map(other ->
            other.equals(room) || MAY_IMPORT.getOrDefault(room, Set.of()).contains(other))
        .orElse(false);
  }

  /** The room whose package holds the class, directly or in a sub-package; the API has none. */
  private static Optional<String> roomOf(JavaClass type) {
    String name = type.getPackageName();
    if (name.equals(API)) {
      return Optional.of(API);
    }
    return MAY_IMPORT.keySet().stream()
        .filter(room -> !room.equals(API) && isInside(room, name))
        .findAny();
  }

  private static boolean isInside(String room, String packageName) {
    return packageName.equals(room) || packageName.startsWith(room + ".");
  }

  private static SliceAssignment packages() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return isInside(API, type.getPackageName())
            ? SliceIdentifier.of(type.getPackageName())
            : SliceIdentifier.ignore();
      }

      @Override
      public String getDescription() {
        return "packages";
      }
    };
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  private static Set<String> with(Set<String> rooms, String... more) {
    Set<String> all = new HashSet<>(rooms);
    all.addAll(Set.of(more));
    return Set.copyOf(all);
  }
}
