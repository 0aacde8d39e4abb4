package org.hyparview.examples;

import io.vertx.core.AbstractVerticle;
import org.hyparview.examples.MemberReport.Kind;

/** What the command ha keeps running on one node of the cluster. */
public final class AlwaysThere extends AbstractVerticle {

  /** Tells that it runs. */
  @Override
  public void start() {
    MemberCommand.write(MemberReport.of(Kind.RUNNING));
  }
}
