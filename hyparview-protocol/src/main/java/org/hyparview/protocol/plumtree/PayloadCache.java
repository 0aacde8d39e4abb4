package org.hyparview.protocol.plumtree;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.plumtree.PlumtreeMessage.Announcement;
import org.jspecify.annotations.Nullable;

/** The cache of the latest messages with their payloads, bounded in number, bytes and age. */
final class PayloadCache {

  private final int mostMessages;
  private final long mostBytes;
  private final long retention;
  private final Map<MessageId, CachedMessage> messages = new LinkedHashMap<>();
  private long bytes;

  PayloadCache(PlumtreeConfig config) {
    mostMessages = config.cachedMessages();
    mostBytes = config.cachedBytes();
    retention = config.retention();
  }

  void add(CachedMessage message) {
    messages.put(message.id, message);
    bytes += message.payload.length;
    while (messages.size() > mostMessages || (bytes > mostBytes && messages.size() > 1)) {
      removeOldest();
    }
  }

  @Nullable
  CachedMessage get(MessageId id) {
    return messages.get(id);
  }

  int size() {
    return messages.size();
  }

  long bytes() {
    return bytes;
  }

  void removeOld(long now) {
    while (deadline() <= now) {
      removeOldest();
    }
  }

  private void removeOldest() {
    Iterator<CachedMessage> oldestFirst = messages.values().iterator();
    bytes -= oldestFirst.next().payload.length;
    oldestFirst.remove();
  }

  /** Returns the time at which the oldest message expires. */
  long deadline() {
    return messages.isEmpty()
        ? Machine.NEVER
        : messages.values().iterator().next().since + retention;
  }

  /** Returns plain announcements of the latest messages, with their ages, oldest first. */
  List<Announcement> latest(int most, long now) {
    List<Announcement> latest = new ArrayList<>();
    int skipped = messages.size() - most;
    for (CachedMessage message : messages.values()) {
      if (skipped-- <= 0) {
        latest.add(message.lateAnnouncement(now));
      }
    }
    return latest;
  }
}
