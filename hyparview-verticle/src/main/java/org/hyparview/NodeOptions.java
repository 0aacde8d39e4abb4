package org.hyparview;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import java.util.ArrayList;
import java.util.List;
import org.hyparview.options.Option;
import org.hyparview.options.OptionTable;
import org.hyparview.options.Options;
import org.hyparview.protocol.peer.PeerAddress;
import org.hyparview.transport.LinkOptions;
import org.jspecify.annotations.Nullable;

/**
 * The options of any node of an overlay.
 *
 * @param <S> the class itself
 */
public abstract class NodeOptions<S extends NodeOptions<S>> extends Options<S> {

  /** The cluster that a node belongs to by default, and the prefix of its event-bus addresses. */
  public static final String DEFAULT_NAME = "hyparview";

  protected static final OptionTable NODE = new OptionTable();

  public static final Option<Profile> PROFILE = NODE.leading(
      "profile", Profile.class, (NodeOptions<?> node, Profile profile) -> node.setProfile(profile));
  public static final Option<String> CLUSTER_NAME = NODE.string("clusterName", DEFAULT_NAME);
  public static final Option<List<String>> CONTACTS = NODE.strings("contacts", PeerAddress::parse);
  public static final Option<String> EVENT_BUS_PREFIX = NODE.string("eventBusPrefix", DEFAULT_NAME);
  public static final Option<LinkOptions> LINKS = NODE.part("links", new LinkOptions());
  public static final Option<MembershipOptions> MEMBERSHIP =
      NODE.part("membership", new MembershipOptions());
  public static final Option<QuestionOptions> QUESTIONS =
      NODE.part("questions", new QuestionOptions());

  /** Creates the defaults. */
  protected NodeOptions(OptionTable table) {
    super(table);
  }

  /** Creates a copy. */
  protected NodeOptions(S other) {
    super(other);
  }

  /** The profile, or null if none was set. */
  public @Nullable Profile getProfile() {
    return getOrNull(PROFILE);
  }

  /** Sets all options that the profile changes; in JSON, options given beside it win. */
  public S setProfile(Profile profile) {
    profile.applyTo(getMembership(), getLinks());
    return set(PROFILE, profile);
  }

  /** The name of the cluster. */
  public String getClusterName() {
    return get(CLUSTER_NAME);
  }

  /** The cluster, 1 to 255 bytes in UTF-8; default hyparview. Nodes of others are refused. */
  public S setClusterName(String name) {
    return set(CLUSTER_NAME, name);
  }

  /** The contacts; not to be changed. */
  public List<String> getContacts() {
    return get(CONTACTS);
  }

  /**
   * The nodes that are asked to let this one in, each {@code host:port} or {@code [ipv6]:port}, at
   * first in this order; one that answers is enough, and this node may be among them. They are
   * never forgotten. By default none: the node waits for others, unless it finds some otherwise.
   */
  public S setContacts(List<String> addresses) {
    return set(CONTACTS, addresses);
  }

  /** Adds one of the {@linkplain #setContacts contacts}. */
  public S addContact(String address) {
    List<String> all = new ArrayList<>(getContacts());
    all.add(address);
    return setContacts(all);
  }

  /** The prefix of the event-bus addresses. */
  public String getEventBusPrefix() {
    return get(EVENT_BUS_PREFIX);
  }

  /** What event-bus addresses begin with, unique in one Vert.x; default hyparview. */
  public S setEventBusPrefix(String prefix) {
    return set(EVENT_BUS_PREFIX, prefix);
  }

  /** The options of links, to be changed in place. */
  public LinkOptions getLinks() {
    return get(LINKS);
  }

  /** The options of membership, to be changed in place. */
  public MembershipOptions getMembership() {
    return get(MEMBERSHIP);
  }

  /** The limits of questions, to be changed in place. */
  public QuestionOptions getQuestions() {
    return get(QUESTIONS);
  }

  // Shorthand for what most programs set

  /** Shorthand for {@code getLinks().get(LinkOptions.HOST)}. */
  public String getHost() {
    return getLinks().get(LinkOptions.HOST);
  }

  /** Shorthand for {@link LinkOptions#setHost} of {@link #getLinks()}. */
  public S setHost(String host) {
    getLinks().setHost(host);
    return self();
  }

  /** Shorthand for {@code getLinks().get(LinkOptions.PORT)}. */
  public int getPort() {
    return getLinks().get(LinkOptions.PORT);
  }

  /** Shorthand for {@link LinkOptions#setPort} of {@link #getLinks()}. */
  public S setPort(int port) {
    getLinks().setPort(port);
    return self();
  }

  /** Shorthand for {@link LinkOptions#setPortRange} of {@link #getLinks()}. */
  public S setPortRange(int count) {
    getLinks().setPortRange(count);
    return self();
  }

  /** Shorthand for {@link LinkOptions#setAdvertisedHost} of {@link #getLinks()}. */
  public S setAdvertisedHost(@Nullable String host) {
    getLinks().setAdvertisedHost(host);
    return self();
  }

  /** Shorthand for {@link LinkOptions#setAdvertisedPort} of {@link #getLinks()}. */
  public S setAdvertisedPort(int port) {
    getLinks().setAdvertisedPort(port);
    return self();
  }

  /** Shorthand for {@link LinkOptions#setSecrets} of {@link #getLinks()}. */
  public S setSecrets(List<String> secrets) {
    getLinks().setSecrets(secrets);
    return self();
  }

  /** Shorthand for {@link LinkOptions#setNetServerOptions} of {@link #getLinks()}. */
  public S setNetServerOptions(NetServerOptions options) {
    getLinks().setNetServerOptions(options);
    return self();
  }

  /** Shorthand for {@link LinkOptions#setNetClientOptions} of {@link #getLinks()}. */
  public S setNetClientOptions(NetClientOptions options) {
    getLinks().setNetClientOptions(options);
    return self();
  }

  /** Shorthand for {@link MembershipOptions#setExpectedClusterSize} of {@link #getMembership()}. */
  public S setExpectedClusterSize(int nodes) {
    getMembership().setExpectedClusterSize(nodes);
    return self();
  }

  /** Shorthand for {@link MembershipOptions#setActiveViewSize} of {@link #getMembership()}. */
  public S setActiveViewSize(int peers) {
    getMembership().setActiveViewSize(peers);
    return self();
  }

  /** Shorthand for {@link MembershipOptions#setPassiveViewSize} of {@link #getMembership()}. */
  public S setPassiveViewSize(int peers) {
    getMembership().setPassiveViewSize(peers);
    return self();
  }

  /** Shorthand for {@link MembershipOptions#setShuffleInterval} of {@link #getMembership()}. */
  public S setShuffleInterval(int millis) {
    getMembership().setShuffleInterval(millis);
    return self();
  }
}
