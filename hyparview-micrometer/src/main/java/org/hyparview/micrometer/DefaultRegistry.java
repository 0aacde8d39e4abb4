package org.hyparview.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import java.lang.reflect.InvocationTargetException;

/** The lookup of the default registry of vertx-micrometer-metrics, which may not be there. */
final class DefaultRegistry {

  private static final String REGISTRIES = "io.vertx.micrometer.backends.BackendRegistries";

  private DefaultRegistry() {}

  /**
   * Returns the registry.
   *
   * @throws IllegalStateException if there is none
   */
  static MeterRegistry get() {
    Object registry;
    try {
      registry = Class.forName(REGISTRIES).getMethod("getDefaultNow").invoke(null);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "vertx-micrometer-metrics is not on the class path; add it, or call bindTo with a"
              + " registry of your own",
          e);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(
          "This version of vertx-micrometer-metrics has no default registry that can be found; call"
              + " bindTo with it",
          e);
    }
    if (registry instanceof MeterRegistry found) {
      return found;
    }
    throw new IllegalStateException("vertx-micrometer-metrics has no default registry: create the"
        + " Vert.x with MicrometerMetricsOptions that are enabled first, or call bindTo with a"
        + " registry of your own");
  }
}
