package org.hyparview.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Calendar;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** What machines may touch, and what they leave to their hosts. */
public final class Purity {

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

  private final JavaClasses classes;
  private final String machines;
  private final Set<String> otherMachines;
  private final Set<Class<?>> tools;

  /**
   * The rules for some machines.
   *
   * @param machines the package inside which they are
   * @param otherMachines packages inside which machines are that they may use
   * @param tools pure classes that they may use beyond the white list
   */
  public Purity(
      JavaClasses classes, String machines, Set<String> otherMachines, Set<Class<?>> tools) {
    this.classes = classes;
    this.machines = machines;
    this.otherMachines = otherMachines;
    this.tools = tools;
  }

  /** They use each other, and nothing else but a white list of the JDK. */
  public void onlyTheWhiteListIsUsed() {
    check(classes()
        .that()
        .resideInAPackage(machines + "..")
        .should()
        .onlyDependOnClassesThat(areOnTheWhiteList()));
  }

  private DescribedPredicate<JavaClass> areOnTheWhiteList() {
    return DescribedPredicate.describe("are machines, or in one of " + WHITE_LIST, type -> {
      JavaClass base = type.getBaseComponentType();
      String name = base.getPackageName();
      return base.isPrimitive()
          || WHITE_LIST.contains(name)
          || tools.stream().anyMatch(base::isEquivalentTo)
          || isInside(machines, name)
          || otherMachines.stream().anyMatch(others -> isInside(others, name));
    });
  }

  private static boolean isInside(String outer, String packageName) {
    return packageName.equals(outer) || packageName.startsWith(outer + ".");
  }

  /** Threads, timers, processes and dates are their hosts' business. */
  public void noThreadTimerProcessOrDateIsUsed() {
    check(noClasses()
        .that()
        .resideInAPackage(machines + "..")
        .should()
        .dependOnClassesThat(DescribedPredicate.describe(
            "are one of " + HOSTS_BUSINESS,
            type -> HOSTS_BUSINESS.stream().anyMatch(type::isAssignableTo))));
  }

  /** Handlers are private inner classes; a public one could be called past the inputs. */
  public void handlersArePrivate() {
    check(noClasses()
        .that()
        .resideInAPackage(machines + "..")
        .and()
        .arePublic()
        .should()
        .implement(DescribedPredicate.describe(
            "a handler", type -> type.getSimpleName().equals("Handler"))));
  }

  /** Time and chance are arguments. */
  public void noClockAndNoUnseededRandomnessIsRead() {
    check(noClasses()
        .that()
        .resideInAPackage(machines + "..")
        .should()
        .accessTargetWhere(DescribedPredicate.describe(
            "the result is not a function of the arguments",
            access -> isUnpredictable(
                access.getTargetOwner(), access.getName(), parameters(access.getTarget())))));
  }

  /** The same seed gives the same run on every JVM. */
  public void noCollectionChangesItsOrderFromRunToRun() {
    check(noClasses()
        .that()
        .resideInAPackage(machines + "..")
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

  private void check(ArchRule rule) {
    rule.check(classes);
  }
}
