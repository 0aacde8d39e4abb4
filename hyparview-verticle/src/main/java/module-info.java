/**
 * A HyParView overlay for Vert.x: the verticle, its options and client, and the transport SPI.
 *
 * <p>What is exported to named modules only is internal: it may change in any release.
 */
@SuppressWarnings("module") // These modules are built after what they may use.
module org.hyparview {
  requires com.fasterxml.jackson.annotation;
  requires com.fasterxml.jackson.databind; // Vert.x maps values to JSON with it, and can't say so.
  requires transitive io.vertx.core;
  requires transitive org.hyparview.protocol;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.vertx.core.logging;
  requires java.naming;
  requires jdk.jfr;
  requires static transitive org.jspecify;

  opens org.hyparview to
      com.fasterxml.jackson.databind;

  exports org.hyparview;
  exports org.hyparview.inspect;
  exports org.hyparview.options;
  exports org.hyparview.transport;
  exports org.hyparview.transport.memory;
  exports org.hyparview.node to
      org.hyparview.cluster;
  exports org.hyparview.transport.identity to
      org.hyparview.cluster;
  exports org.hyparview.transport.secret to
      org.hyparview.cluster;
  exports org.hyparview.transport.stream to
      org.hyparview.cluster,
      org.hyparview.transport.contract;
  exports org.hyparview.transport.tcp to
      org.hyparview.cluster;
  exports org.hyparview.wire to
      org.hyparview.cluster;
}
