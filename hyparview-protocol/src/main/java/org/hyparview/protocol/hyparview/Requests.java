package org.hyparview.protocol.hyparview;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.hyparview.protocol.machine.Machine;
import org.hyparview.protocol.peer.Peer;
import org.hyparview.protocol.peer.PeerAddress;
import org.jspecify.annotations.Nullable;

/** The pending requests, oldest first, at most one per peer. Most of the time there is none. */
final class Requests {

  private List<Request> requests = List.of();

  int size() {
    return requests.size();
  }

  boolean isEmpty() {
    return requests.isEmpty();
  }

  /** Returns the number of requests that are past their dial. */
  int asked() {
    int count = 0;
    for (Request request : requests) {
      count += request.state() == Request.State.CONNECTING ? 0 : 1;
    }
    return count;
  }

  /** Returns the number of dials of contacts under way. */
  int contactDials() {
    int count = 0;
    for (Request request : requests) {
      count += request.isContactDial() ? 1 : 0;
    }
    return count;
  }

  /** Returns the number of slots that the requests hold: all dials of contacts share one. */
  int slots() {
    int dials = requests.isEmpty() ? 0 : contactDials();
    return requests.size() - Math.max(0, dials - 1);
  }

  boolean isDialing(PeerAddress contact) {
    return find(request -> request.isContactDial() && request.address.equals(contact)) != null;
  }

  void add(Request request) {
    if (requests.isEmpty()) {
      requests = new ArrayList<>(2);
    }
    requests.add(request);
  }

  void remove(Request request) {
    if (requests.remove(request) && requests.isEmpty()) {
      requests = List.of();
    }
  }

  @Nullable
  Request byNumber(long number) {
    return find(request -> request.number == number);
  }

  @Nullable
  Request byLink(long link) {
    return requests.isEmpty() ? null : find(request -> request.link() == link);
  }

  @Nullable
  Request to(Peer peer) {
    return requests.isEmpty() ? null : find(request -> request.isTo(peer));
  }

  @Nullable
  Request expiredAt(long now) {
    return find(request -> request.deadline <= now);
  }

  boolean hasUrgent() {
    return find(Request::isUrgent) != null;
  }

  private @Nullable Request find(Predicate<Request> wanted) {
    for (Request request : requests) {
      if (wanted.test(request)) {
        return request;
      }
    }
    return null;
  }

  /** Returns the earliest deadline of the requests. */
  long deadline() {
    long earliest = Machine.NEVER;
    for (Request request : requests) {
      earliest = Math.min(earliest, request.deadline);
    }
    return earliest;
  }

  void forEachPeer(Consumer<Peer> action) {
    for (Request request : requests) {
      Peer peer = request.peer();
      if (peer != null) {
        action.accept(peer);
      }
    }
  }

  List<Request> toList() {
    return List.copyOf(requests);
  }
}
