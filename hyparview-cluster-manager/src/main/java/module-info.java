import io.vertx.core.spi.VertxServiceProvider;
import org.hyparview.cluster.ContactSource;
import org.hyparview.cluster.HyParViewClusterManager;
import org.slf4j.spi.SLF4JServiceProvider;

/** A cluster manager for Vert.x on a HyParView overlay. Its API is the one package it exports. */
@SuppressWarnings("requires-automatic") // MicroRaft has no descriptor and no name in its manifest.
module org.hyparview.cluster {
  requires com.fasterxml.jackson.annotation;
  requires com.fasterxml.jackson.databind; // Vert.x maps values to JSON with it, and can't say so.
  requires transitive io.vertx.core;
  requires transitive org.hyparview;
  requires io.netty.common;
  requires io.vertx.core.logging;
  requires jdk.jfr;
  requires microraft;
  requires org.slf4j; // What MicroRaft logs by, which can't say so itself.
  requires static io.vertx.healthcheck;
  requires static transitive org.jspecify;

  opens org.hyparview.cluster to
      com.fasterxml.jackson.databind;

  exports org.hyparview.cluster;

  uses ContactSource;
  uses SLF4JServiceProvider;

  provides VertxServiceProvider with
      HyParViewClusterManager;
}
