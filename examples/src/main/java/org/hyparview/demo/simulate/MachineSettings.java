package org.hyparview.demo.simulate;

import java.util.function.IntConsumer;
import org.hyparview.MembershipOptions;
import org.hyparview.demo.common.ViewSizes;
import org.hyparview.protocol.hyparview.HyParViewConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command-line options for the settings of the machines of a simulation. */
final class MachineSettings {

  @Mixin
  private ViewSizes viewSizes = new ViewSizes();

  @Option(
      names = "--expected-size",
      paramLabel = "N",
      description = "Take the sizes of both views from an expected cluster size, as the option"
          + " expectedClusterSize does: log10(N) + 1, and six times that.")
  private @Nullable Integer expectedSize;

  @Option(
      names = "--arwl",
      paramLabel = "HOPS",
      description = "Hops of a forwarded join (default: 6).")
  private @Nullable Integer arwl;

  @Option(
      names = "--prwl",
      paramLabel = "HOPS",
      description = "Time to live at which it enters a reserve (default: 3).")
  private @Nullable Integer prwl;

  @Option(names = "--ka", paramLabel = "N", description = "Neighbors in a shuffle (default: 3).")
  private @Nullable Integer ka;

  @Option(names = "--kp", paramLabel = "N", description = "Candidates in a shuffle (default: 4).")
  private @Nullable Integer kp;

  @Option(
      names = "--shuffle-ttl",
      paramLabel = "HOPS",
      description = "Hops of a shuffle (default: 6).")
  private @Nullable Integer shuffleTimeToLive;

  @Option(
      names = "--shuffle-interval",
      paramLabel = "MS",
      description = "Between two periodic steps, which are the cycles (default: 30000).")
  private @Nullable Integer shuffleInterval;

  /**
   * The settings, checked.
   *
   * @throws IllegalArgumentException naming the one that is out of range
   */
  HyParViewConfig toConfig() {
    MembershipOptions options = new MembershipOptions();
    if (expectedSize != null) {
      options.setExpectedClusterSize(expectedSize);
    }
    viewSizes.applyTo(options);
    set(arwl, options::setActiveRandomWalkLength);
    set(prwl, options::setPassiveRandomWalkLength);
    set(ka, options::setShuffleActive);
    set(kp, options::setShufflePassive);
    set(shuffleTimeToLive, options::setShuffleTimeToLive);
    set(shuffleInterval, options::setShuffleInterval);
    return options.toConfig();
  }

  private static void set(@Nullable Integer given, IntConsumer setter) {
    if (given != null) {
      setter.accept(given);
    }
  }
}
