package org.hyparview.cluster.conformance;

import io.vertx.tests.eventbus.ClusterHostTest;
import io.vertx.tests.eventbus.CustomNodeSelectorTest;
import io.vertx.tests.eventbus.MessageQueueOnWorkerThreadTest;
import io.vertx.tests.eventbus.WriteHandlerLookupFailureTest;
import io.vertx.tests.vertx.VertxBootstrapTest;
import io.vertx.tests.vertx.VertxStartFailureTest;
import org.junit.runner.RunWith;
import org.junit.runners.Suite;

/**
 * Vert.x's tests of clusters that create their own manager: the host of the event bus, the receiver
 * of a message, and a Vert.x that can't start.
 */
@RunWith(Suite.class)
@Suite.SuiteClasses({
  ClusterHostTest.class,
  CustomNodeSelectorTest.class,
  MessageQueueOnWorkerThreadTest.class,
  WriteHandlerLookupFailureTest.class,
  VertxBootstrapTest.class,
  VertxStartFailureTest.class
})
public class OwnManagerIT {}
