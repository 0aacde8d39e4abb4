package org.hyparview;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.hyparview.node.OverlayNode;
import org.hyparview.options.Option;
import org.hyparview.options.OptionTable;
import org.hyparview.protocol.peer.Ranges;
import org.hyparview.protocol.plumtree.PlumtreeConfig;
import org.hyparview.protocol.plumtree.QuestionConfig;
import org.hyparview.transport.LinkOptions;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link HyParViewVerticle}; docs/options.md has them all in one table.
 *
 * <p>Setters check their argument at once; what concerns several options is checked when the
 * verticle is deployed. See {@link org.hyparview.options.Options} for JSON and for how single
 * options are read.
 */
public class HyParViewOptions extends NodeOptions<HyParViewOptions> {

  /** What goes into a frame besides a broadcast is less than that. */
  private static final int FRAME_RESERVE = 1_024;

  private static final OptionTable ALL = new OptionTable(NODE);

  public static final Option<String> NODE_ID = ALL.string("nodeId", null);
  public static final Option<Map<String, String>> TAGS = ALL.stringMap("tags", Tags::check);
  public static final Option<Boolean> TELEMETRY = ALL.flag("telemetry", false);
  public static final Option<BroadcastOptions> BROADCAST =
      ALL.part("broadcast", new BroadcastOptions());

  /** Creates the defaults. */
  public HyParViewOptions() {
    super(ALL);
  }

  /** Creates a copy. */
  public HyParViewOptions(HyParViewOptions other) {
    super(other);
  }

  /** Creates the options that the JSON has, and the defaults of all others. */
  public HyParViewOptions(JsonObject json) {
    this();
    read(json);
  }

  /** Creates the options of {@link Profile#LAN}. */
  public static HyParViewOptions lan() {
    return new HyParViewOptions().setProfile(Profile.LAN);
  }

  /** Creates the options of {@link Profile#WAN}. */
  public static HyParViewOptions wan() {
    return new HyParViewOptions().setProfile(Profile.WAN);
  }

  /** Creates the options of {@link Profile#LOCAL}. */
  public static HyParViewOptions local() {
    return new HyParViewOptions().setProfile(Profile.LOCAL);
  }

  /** Creates the options of {@link Profile#PAPER}. */
  public static HyParViewOptions paper() {
    return new HyParViewOptions().setProfile(Profile.PAPER);
  }

  @Override
  public HyParViewOptions setProfile(Profile profile) {
    profile.applyTo(getBroadcast());
    return super.setProfile(profile);
  }

  /** The id of this node, or null if each deployment has a random one. */
  public @Nullable String getNodeId() {
    return getOrNull(NODE_ID);
  }

  /**
   * The id of this node, unique in the cluster and the same after a restart; null, the default,
   * stands for a random one at each deployment. 1 to 255 bytes in UTF-8.
   */
  public HyParViewOptions setNodeId(@Nullable String id) {
    return set(NODE_ID, id);
  }

  /**
   * The tags of this node, within the bounds of {@link Tags}, which the filters of questions look
   * at; default none.
   */
  public HyParViewOptions setTags(Map<String, String> tags) {
    return set(TAGS, tags);
  }

  /**
   * Whether each message that the node sends, or fails to send, is published at
   * {@code <prefix>.telemetry}; default false. It costs an event for each message.
   */
  public HyParViewOptions setTelemetry(boolean publish) {
    return set(TELEMETRY, publish);
  }

  /** The options of broadcast, to be changed in place. */
  public BroadcastOptions getBroadcast() {
    return get(BROADCAST);
  }

  /** The limits of questions, within those of frames. */
  QuestionConfig questionConfig() {
    return getQuestions().toConfig(getLinks().get(LinkOptions.MAX_FRAME_SIZE));
  }

  /** All that a node needs to know; checks what concerns several options. */
  OverlayNode.Settings toSettings() {
    if (getLinks().get(LinkOptions.VERIFY_NODE_ID) && getNodeId() == null) {
      throw new IllegalArgumentException("verifyNodeId needs nodeId: without one the id of this"
          + " node is random, and no certificate names it");
    }
    int longest = getLinks().get(LinkOptions.MAX_FRAME_SIZE) - FRAME_RESERVE;
    Ranges.check(
        "maxBroadcastSize",
        getBroadcast().get(BroadcastOptions.MAX_BROADCAST_SIZE),
        1_024,
        longest);
    PlumtreeConfig broadcast =
        getBroadcast().toConfig().toBuilder().questions(questionConfig()).build();
    Profile profile = getProfile();
    return new OverlayNode.Settings(
        getMembership().toConfig(),
        profile == null ? broadcast : profile.applyTo(broadcast.toBuilder()).build(),
        getBroadcast().get(BroadcastOptions.BROADCAST_QUEUE_BYTES));
  }
}
