package org.hyparview.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The layers of a module, and who of them may import whom. A layer is a package; some classes of a
 * package may be a layer of their own, with the name {@code package#name}.
 *
 * <p>Every package of the module needs a row, here and in docs/architecture.md.
 */
public final class Layers {

  private final String module;
  private final String scope;
  private final JavaClasses classes;
  private final Map<String, Set<String>> mayImport = new TreeMap<>();
  private final Map<String, String> layerOfClass = new HashMap<>();

  private Layers(String module, String scope, JavaClasses classes) {
    this.module = module;
    this.scope = scope;
    this.classes = classes;
  }

  /**
   * No layers yet.
   *
   * @param module the name of its directory
   * @param scope imports from this package, and those inside it, are ruled
   * @param any some class of the module
   */
  public static Layers of(String module, String scope, Class<?> any) {
    return new Layers(
        module,
        scope,
        new ClassFileImporter()
            .importUrl(any.getProtectionDomain().getCodeSource().getLocation()));
  }

  /** Adds a layer that may import others. */
  public Layers layer(String layer, Set<String> others) {
    mayImport.put(layer, Set.copyOf(others));
    return this;
  }

  /** Takes classes out of their package, for a layer of their own. */
  public Layers classes(String layer, Class<?>... taken) {
    Stream.of(taken).forEach(type -> layerOfClass.put(type.getName(), layer));
    return this;
  }

  /** The classes of the module. */
  public JavaClasses classes() {
    return classes;
  }

  /** Each class imports only from its own layer and those that this may import. */
  public void importsLookDown() {
    ArchRuleDefinition.classes().should(importOnlyWhatTheyMay()).check(classes);
  }

  private ArchCondition<JavaClass> importOnlyWhatTheyMay() {
    return new ArchCondition<>("import only what their layers may") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Set<String> allowed = mayImport.get(layerOf(type));
        if (allowed == null) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " is in no layer"));
          return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          String layer = layerOf(target);
          if (isRuled(target) && !layer.equals(layerOf(type)) && !allowed.contains(layer)) {
            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
          }
        }
      }
    };
  }

  /** No two layers import each other, not even by way of others. */
  public void layersAreFreeOfCycles() {
    slices().assignedFrom(slicing()).should().beFreeOfCycles().check(classes);
  }

  private SliceAssignment slicing() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return isRuled(type) ? SliceIdentifier.of(layerOf(type)) : SliceIdentifier.ignore();
      }

      @Override
      public String getDescription() {
        return "layers";
      }
    };
  }

  /** The table of this module in docs/architecture.md has the same rows. */
  public void documentationSaysTheSame() {
    Set<String> known = Stream.concat(
            mayImport.keySet().stream(), mayImport.values().stream().flatMap(Set::stream))
        .collect(Collectors.toSet());
    assertThat(LayerTable.ofModule(module, known)).isEqualTo(mayImport);
  }

  private boolean isRuled(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(scope) || name.startsWith(scope + ".");
  }

  private String layerOf(JavaClass type) {
    String name = type.getName();
    int nested = name.indexOf('$');
    return layerOfClass.getOrDefault(
        nested < 0 ? name : name.substring(0, nested), type.getPackageName());
  }
}
