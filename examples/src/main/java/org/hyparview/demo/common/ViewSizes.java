package org.hyparview.demo.common;

import org.hyparview.MembershipOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command-line options for the sizes of both views. */
public final class ViewSizes {

  @Option(
      names = "--active",
      paramLabel = "N",
      description = "How many neighbors a node keeps links to (default: 5).")
  private @Nullable Integer active;

  @Option(
      names = "--passive",
      paramLabel = "N",
      description = "How many candidates a node knows in reserve (default: 30).")
  private @Nullable Integer passive;

  /** Sets what was given. */
  public void applyTo(MembershipOptions options) {
    if (active != null) {
      options.setActiveViewSize(active);
    }
    if (passive != null) {
      options.setPassiveViewSize(passive);
    }
  }
}
