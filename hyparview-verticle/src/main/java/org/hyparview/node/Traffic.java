package org.hyparview.node;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The counts of what one host sends and receives: messages by layer and kind, and the bytes of
 * their frames by layer. It belongs to the context of the host.
 */
final class Traffic {

  private static final int MAX_CHANNELS = 256;

  /** The kind of frames whose content the host doesn't know. */
  private static final String FRAME = "frame";

  /** The counts of one kind of messages. */
  private static final class Kind {
    private long sent;
    private long notSent;
    private long received;
  }

  /** The counts of one channel. */
  static final class Layer {

    private final Map<String, Kind> kinds = new TreeMap<>();
    private @Nullable Kind frames;
    private long skipped;
    private long sentBytes;
    private long receivedBytes;

    private Kind kind(String name) {
      return kinds.computeIfAbsent(name, absent -> new Kind());
    }

    void received(int length) {
      receivedBytes += length;
      if (frames != null) {
        frames.received++;
      }
    }

    /** Counts a frame whose kind is unknown here. */
    void skipped() {
      skipped++;
    }

    private void sent(int length, boolean taken) {
      sentBytes += taken ? length : 0;
      if (frames != null) {
        frames.sent += taken ? 1 : 0;
        frames.notSent += taken ? 0 : 1;
      }
    }

    private JsonObject messages() {
      JsonObject sent = new JsonObject();
      JsonObject notSent = new JsonObject();
      JsonObject received = new JsonObject();
      kinds.forEach((name, kind) -> {
        sent.put(name, kind.sent);
        notSent.put(name, kind.notSent);
        received.put(name, kind.received);
      });
      return new JsonObject().put("sent", sent).put("not-sent", notSent).put("received", received);
    }

    private JsonObject bytes() {
      return new JsonObject().put("sent", sentBytes).put("received", receivedBytes);
    }
  }

  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final @Nullable Layer[] byChannel = new Layer[MAX_CHANNELS];
  private final Map<Class<?>, Kind> byClass = new HashMap<>();

  /** Adds a channel whose frames are messages of these kinds. */
  Layer add(int channel, String name, Class<?> messages) {
    Layer layer = add(channel, name);
    Class<?>[] kinds = messages.getPermittedSubclasses();
    for (Class<?> message : kinds == null ? new Class<?>[] {messages} : kinds) {
      byClass.put(message, layer.kind(MessageKinds.nameOf(message)));
    }
    return layer;
  }

  /** Adds a channel of frames whose content the host doesn't know. */
  Layer addFrames(int channel, String name) {
    Layer layer = add(channel, name);
    layer.frames = layer.kind(FRAME);
    return layer;
  }

  private Layer add(int channel, String name) {
    Layer layer = new Layer();
    layers.put(name, layer);
    byChannel[channel] = layer;
    return layer;
  }

  /** Counts a frame that a link has taken, or not. */
  void sent(int channel, int length, boolean taken) {
    Layer layer = byChannel[channel];
    if (layer != null) {
      layer.sent(length, taken);
    }
  }

  /** Counts a message that a link has taken, or not. */
  void sent(Object message, boolean taken) {
    Kind kind = byClass.get(message.getClass());
    if (kind != null) {
      kind.sent += taken ? 1 : 0;
      kind.notSent += taken ? 0 : 1;
    }
  }

  /** Counts a message that has arrived. */
  void received(Object message) {
    Kind kind = byClass.get(message.getClass());
    if (kind != null) {
      kind.received++;
    }
  }

  /** Returns the messages by layer, direction and kind. */
  JsonObject messages() {
    JsonObject json = new JsonObject();
    layers.forEach((name, layer) -> json.put(name, layer.messages()));
    return json;
  }

  /** Returns the skipped frames by layer: messages of kinds that this version doesn't know. */
  JsonObject skipped() {
    JsonObject json = new JsonObject();
    layers.forEach((name, layer) -> {
      if (layer.frames == null) {
        json.put(name, layer.skipped);
      }
    });
    return json;
  }

  /** Returns the bytes by layer and direction. */
  JsonObject bytes() {
    JsonObject json = new JsonObject();
    layers.forEach((name, layer) -> json.put(name, layer.bytes()));
    return json;
  }
}
