package org.hyparview.cluster;

import java.util.Map;
import org.hyparview.options.OptionTable.Kind;

/** The names and kinds of the cluster manager's options, for tests in other packages. */
public final class OptionKinds {

  private OptionKinds() {}

  /** Returns those of all options. */
  public static Map<String, Kind> all() {
    return ClusterOptionsJson.TABLE.kinds();
  }
}
