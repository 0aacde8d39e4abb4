package org.hyparview.node;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.hyparview.protocol.peer.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * The reasons why the contacts of a node don't admit it, one for each contact, for the log. The
 * latest {@value #MAX_CONTACTS} are remembered.
 */
final class ContactFailures {

  static final int MAX_CONTACTS = 16;

  private static final String PENDING = "no answer yet";

  private final Map<Long, PeerAddress> dialed = new LinkedHashMap<>();
  private final Map<PeerAddress, String> reasons = new LinkedHashMap<>();

  /** Notes that a contact is dialed. */
  void dialed(long request, PeerAddress contact) {
    dialed.put(request, contact);
    note(contact, PENDING);
  }

  /** Notes that a contact has answered. Unless it admits this node, that is why. */
  void connected(long request) {
    note(dialed.remove(request), "it answered, but did not admit this node");
  }

  /** Notes that a contact can't be reached. */
  void failed(long request, Throwable cause) {
    PeerAddress contact = dialed.remove(request);
    note(contact, reasonOf(String.valueOf(cause.getMessage()), String.valueOf(contact)));
  }

  /** Notes that a dial is given up. */
  void canceled(long request) {
    PeerAddress contact = dialed.remove(request);
    if (contact != null && PENDING.equals(reasons.get(contact))) {
      note(contact, "it did not answer in time");
    }
  }

  /** The message of a failure repeats the address. */
  private static String reasonOf(String message, String contact) {
    String beginning = "Cannot open a link to " + contact + ": ";
    return message.startsWith(beginning) ? message.substring(beginning.length()) : message;
  }

  private void note(@Nullable PeerAddress contact, String reason) {
    if (contact == null) {
      return;
    }
    reasons.remove(contact);
    if (reasons.size() == MAX_CONTACTS) {
      reasons.remove(reasons.keySet().iterator().next());
    }
    reasons.put(contact, reason);
  }

  /** Returns all contacts and reasons: {@code 10.0.0.1:7800 (unknown host), …}. */
  @Override
  public String toString() {
    return reasons.entrySet().stream()
        .map(each -> each.getKey() + " (" + each.getValue() + ")")
        .collect(Collectors.joining(", "));
  }
}
