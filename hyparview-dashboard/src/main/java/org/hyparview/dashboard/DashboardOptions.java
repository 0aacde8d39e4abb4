package org.hyparview.dashboard;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.hyparview.options.Option;
import org.hyparview.options.OptionTable;
import org.hyparview.options.Options;
import org.hyparview.protocol.peer.Hosts;

/** The options of a {@link DashboardVerticle}. */
public class DashboardOptions extends Options<DashboardOptions> {

  private static final OptionTable ALL = new OptionTable();

  public static final Option<String> HOST = ALL.host("host", "127.0.0.1");
  public static final Option<Integer> PORT = ALL.number("port", 7_880, 0, 65_535);
  public static final Option<List<String>> HOST_NAMES =
      ALL.strings("hostNames", name -> Hosts.check("a name", name));
  public static final Option<Integer> REFRESH_INTERVAL = ALL.millis("refreshInterval", 1_000, 100);
  public static final Option<Integer> MAX_VIEWERS = ALL.number("maxViewers", 32, 1, 1_000);

  /** Creates the defaults. */
  public DashboardOptions() {
    super(ALL);
  }

  /** Creates a copy. */
  public DashboardOptions(DashboardOptions other) {
    super(other);
  }

  /** Creates the options that the JSON has, and the defaults of all others. */
  public DashboardOptions(JsonObject json) {
    super(ALL, json);
  }

  /**
   * The host to listen at; default 127.0.0.1, so that only this machine sees the page. The page has
   * no login: for other machines put a proxy that has one before it.
   */
  public DashboardOptions setHost(String host) {
    return set(HOST, host);
  }

  /** The port to listen at, 0..65535; default 7880; 0 for a free one. */
  public DashboardOptions setPort(int port) {
    return set(PORT, port);
  }

  /**
   * Further host names by which the page may be requested, such as that of a proxy. Requests by
   * another name than these, {@code localhost}, an IP address or the host are refused, so that a
   * foreign page can't read this one by a name of its own that it points here (DNS rebinding).
   */
  public DashboardOptions setHostNames(List<String> names) {
    return set(HOST_NAMES, names);
  }

  /**
   * The milliseconds from one look at the cluster to the next, 100..3600000; default 1000. Each
   * look asks each node once, and only while somebody views the page.
   */
  public DashboardOptions setRefreshInterval(int millis) {
    return set(REFRESH_INTERVAL, millis);
  }

  /** The most pages that are open at once, 1..1000; default 32. Further ones are refused. */
  public DashboardOptions setMaxViewers(int viewers) {
    return set(MAX_VIEWERS, viewers);
  }
}
