package org.hyparview.transport.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.hyparview.protocol.peer.PeerId;

/**
 * The names of nodes in a certificate: its alternative names that are URIs of the scheme
 * {@code hyparview}; without any, those that are DNS names; without any of these either, the common
 * name of its subject. They are compared with the {@linkplain NodeName name of a node} exactly:
 * wildcards stand for themselves, and case counts.
 */
public final class CertificateNames {

  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final String SCHEME = "hyparview:";
  private static final int DNS = 2;
  private static final int URI_NAME = 6;
  private static final int SHOWN = 5;

  private CertificateNames() {}

  /**
   * Returns the names in the certificate of a chain that belongs to the node itself.
   *
   * @param chain the node's own certificate first; may be empty
   */
  public static List<String> of(List<Certificate> chain) {
    return !chain.isEmpty() && chain.get(0) instanceof X509Certificate own ? of(own) : List.of();
  }

  private static List<String> of(X509Certificate certificate) {
    try {
      return names(certificate).filter(CertificateNames::canBeId).toList();
    } catch (CertificateParsingException | InvalidNameException e) {
      return List.of();
    }
  }

  private static Stream<String> names(X509Certificate certificate)
      throws CertificateParsingException, InvalidNameException {
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives == null) {
      // Those that can't be read are there, too.
      boolean none = certificate.getExtensionValue(ALTERNATIVE_NAMES) == null;
      return none ? commonNames(certificate) : Stream.empty();
    }
    List<String> uris =
        ofKind(URI_NAME, alternatives).filter(uri -> uri.startsWith(SCHEME)).toList();
    if (!uris.isEmpty()) {
      return uris.stream().flatMap(CertificateNames::decoded);
    }
    List<String> hosts = ofKind(DNS, alternatives).toList();
    return hosts.isEmpty() ? commonNames(certificate) : hosts.stream();
  }

  private static Stream<String> ofKind(int kind, Collection<List<?>> alternatives) {
    return alternatives.stream()
        .filter(name -> name.get(0).equals(kind))
        .map(name -> String.valueOf(name.get(1)));
  }

  /** Returns what is behind the scheme, without percent encoding, unless there is a fragment. */
  private static Stream<String> decoded(String uri) {
    try {
      URI parsed = new URI(uri);
      return parsed.getRawFragment() == null
          ? Stream.of(parsed.getSchemeSpecificPart())
          : Stream.empty();
    } catch (URISyntaxException e) {
      return Stream.empty();
    }
  }

  private static Stream<String> commonNames(X509Certificate certificate)
      throws InvalidNameException {
    return new LdapName(certificate.getSubjectX500Principal().getName())
        .getRdns().stream()
            .filter(part -> part.size() == 1 && part.getType().equalsIgnoreCase("CN"))
            .map(Rdn::getValue)
            .filter(String.class::isInstance)
            .map(String.class::cast);
  }

  private static boolean canBeId(String name) {
    try {
      PeerId.of(name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns the end of a sentence about a certificate: which nodes it names. */
  public static String shown(List<String> names) {
    if (names.isEmpty()) {
      return "names no node";
    }
    return "names "
        + names.stream()
            .limit(SHOWN)
            .map(name -> "\"" + name + "\"")
            .collect(Collectors.joining(", "))
        + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
  }
}
