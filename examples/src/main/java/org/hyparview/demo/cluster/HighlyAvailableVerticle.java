package org.hyparview.demo.cluster;

import io.vertx.core.AbstractVerticle;
import org.hyparview.demo.cluster.MemberReport.Kind;

/** The verticle that the command ha keeps running on one node of the cluster. */
public final class HighlyAvailableVerticle extends AbstractVerticle {

  /** Reports that it runs. */
  @Override
  public void start() {
    MemberCommand.write(MemberReport.of(Kind.RUNNING));
  }
}
