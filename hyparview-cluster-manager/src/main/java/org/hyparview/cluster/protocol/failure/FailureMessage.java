package org.hyparview.cluster.protocol.failure;

import java.util.Objects;
import org.hyparview.protocol.peer.PeerId;

/** A message between failure detectors, sent by broadcast. */
public sealed interface FailureMessage {

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /**
   * Returns whether a node may say this: only the accuser may accuse, and any node report a death.
   */
  boolean mayComeFrom(PeerId source);

  /**
   * The handler of messages, with one method per kind, so that a forgotten kind doesn't compile.
   */
  interface Handler {
    void onSuspicion(Suspicion message);

    void onDead(Dead message);
  }

  /**
   * The suspicion of a member. It refutes by a higher incarnation; otherwise it is declared dead.
   *
   * @param accused the member
   * @param incarnation its incarnation as far as the accuser knows, 0 or more
   * @param accuser the node that suspects it
   */
  record Suspicion(PeerId accused, long incarnation, PeerId accuser, Evidence evidence)
      implements FailureMessage {

    /** Checks the incarnation. */
    public Suspicion {
      Objects.requireNonNull(accused, "accused");
      Objects.requireNonNull(accuser, "accuser");
      Objects.requireNonNull(evidence, "evidence");
      check(incarnation);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onSuspicion(this);
    }

    @Override
    public boolean mayComeFrom(PeerId source) {
      return accuser.equals(source);
    }
  }

  /**
   * The declaration of a member's death by an accuser that has waited long enough.
   *
   * @param accused the member
   * @param incarnation the incarnation that is dead, 0 or more
   * @param evidence the strongest that the accuser had
   */
  record Dead(PeerId accused, long incarnation, Evidence evidence) implements FailureMessage {

    /** Checks the incarnation. */
    public Dead {
      Objects.requireNonNull(accused, "accused");
      Objects.requireNonNull(evidence, "evidence");
      check(incarnation);
    }

    @Override
    public void dispatch(Handler handler) {
      handler.onDead(this);
    }

    @Override
    public boolean mayComeFrom(PeerId source) {
      return true;
    }
  }

  /** The evidence of a suspicion. */
  enum Evidence {
    /** No answer arrives. The member may be slow, or cut off. */
    SILENCE,
    /** A part of the cluster that was cut off for a while considers it dead. */
    CLAIM,
    /** Its address refuses connections, or another node answers there: its process has ended. */
    REFUSAL
  }

  private static void check(long incarnation) {
    if (incarnation < 0) {
      throw new IllegalArgumentException(
          "An incarnation must not be negative, but is " + incarnation);
    }
  }
}
