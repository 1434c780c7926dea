package io.facequality.review.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

/**
 * What a window has to know. A link's token is in the fragment of the address, which no browser sends anywhere, and
 * counts once. It is exchanged for a cookie, which no script can read, and a key, which no other site's request carries.
 * Safe to share between threads.
 */
final class Secrets {

    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final String cookie = secret();
    private final String key = secret();
    private final Set<String> unusedTokens = new HashSet<>();
    private final Set<String> usedTokens = new HashSet<>();

    private String secret() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A token for one more link. */
    synchronized String newToken() {
        String token = secret();
        unusedTokens.add(token);
        return token;
    }

    /** Takes a token, which then counts no longer. */
    synchronized void spend(String token) {
        if (contains(usedTokens, token)) {
            throw new Refusal(
                    Refusal.UNAUTHORIZED, "This link was opened before. Press Enter in the terminal to get a new one.");
        }
        if (!contains(unusedTokens, token)) {
            throw new Refusal(Refusal.UNAUTHORIZED, "Open the link that the terminal shows.");
        }
        unusedTokens.removeIf(unused -> same(unused, token));
        usedTokens.add(token);
    }

    private static boolean contains(Set<String> tokens, String token) {
        boolean found = false;
        for (String known : tokens) {
            found |= same(known, token);
        }
        return found;
    }

    String cookie() {
        return cookie;
    }

    String key() {
        return key;
    }

    /** Compares in the same time wherever the two differ. */
    static boolean same(String expected, String found) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), found.getBytes(StandardCharsets.UTF_8));
    }
}
