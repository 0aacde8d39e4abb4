package org.hyparview.cluster.internal;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.lang.reflect.Field;
import java.util.ServiceLoader;
import org.slf4j.ILoggerFactory;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The start of SLF4J without its lines on the error stream in applications that have no binding for
 * it: they log by something else, and have SLF4J only since MicroRaft needs it. Where there is a
 * binding nothing is done, so SLF4J works as ever.
 */
public final class SilentSlf4j {

  private static final Logger LOGGER = LoggerFactory.getLogger(SilentSlf4j.class);

  /** The least that SLF4J reports of itself; it knows this property from 2.0.10 on. */
  private static final String VERBOSITY = "slf4j.internal.verbosity";

  private static final String VERBOSITY_READER = "org/slf4j/helpers/Reporter.class";

  /** What a binding has for SLF4J before 2.0. */
  private static final String BINDER = "org/slf4j/impl/StaticLoggerBinder.class";

  private static boolean started;

  private SilentSlf4j() {}

  /** Starts SLF4J, once, if it has no binding. To be called before Netty or MicroRaft start it. */
  public static synchronized void start() {
    if (started) {
      return;
    }
    started = true;
    ClassLoader loader = ILoggerFactory.class.getClassLoader();
    if (hasBinding(loader)) {
      return;
    }
    if (has(loader, VERBOSITY_READER)) {
      startWithLeastVerbosity();
    } else {
      startWithoutBinding();
    }
  }

  private static boolean hasBinding(ClassLoader loader) {
    if (has(loader, BINDER) || System.getProperty("slf4j.provider") != null) {
      return true;
    }
    try {
      return ServiceLoader.load(SLF4JServiceProvider.class, loader).stream()
          .findAny()
          .isPresent();
    } catch (LinkageError before2) {
      return false;
    }
  }

  private static boolean has(ClassLoader loader, String resource) {
    return loader.getResource(resource) != null;
  }

  private static void startWithLeastVerbosity() {
    if (System.getProperty(VERBOSITY) != null) {
      return;
    }
    System.setProperty(VERBOSITY, "ERROR");
    try {
      org.slf4j.LoggerFactory.getILoggerFactory();
    } finally {
      System.clearProperty(VERBOSITY);
    }
  }

  /** Brings an earlier version into the state in which it ends without a binding. */
  private static void startWithoutBinding() {
    try {
      int unbound = state("NOP_FALLBACK_INITIALIZATION").getInt(null);
      Field state = state("INITIALIZATION_STATE");
      if (state.getInt(null) == state("UNINITIALIZED").getInt(null)) {
        state.setInt(null, unbound);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOGGER.debug("SLF4J will report that it has no binding", e);
    }
  }

  private static Field state(String name) throws ReflectiveOperationException {
    Field field = org.slf4j.LoggerFactory.class.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
