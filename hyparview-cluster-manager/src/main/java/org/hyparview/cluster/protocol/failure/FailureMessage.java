package org.hyparview.cluster.protocol.failure;

import java.util.Objects;
import org.hyparview.protocol.peer.PeerId;

/** What failure detectors tell each other, by broadcast. */
public sealed interface FailureMessage {

  /** Calls the handler's method for this kind. */
  void dispatch(Handler handler);

  /** One method a kind, so that the compiler finds the kind that was forgotten. */
  interface Handler {
    void onSuspicion(Suspicion message);

    void onDead(Dead message);
  }

  /**
   * A member seems to be gone. It refutes by a higher incarnation; else it is declared dead.
   *
   * @param accused the member
   * @param incarnation its incarnation as far as the accuser knows, 0 or more
   * @param accuser who says so
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
  }

  /**
   * An accuser has waited long enough: the member is declared dead.
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
  }

  /** What a suspicion rests on. */
  enum Evidence {
    /** Nobody answers. It may be slow, or cut off. */
    SILENCE,
    /** A part of the cluster that was cut off for a while holds it dead. */
    CLAIM,
    /** Its address refuses connections, or another node answers there: its process is gone. */
    REFUSAL
  }

  private static void check(long incarnation) {
    if (incarnation < 0) {
      throw new IllegalArgumentException(
          "An incarnation must not be negative, but is " + incarnation);
    }
  }
}
