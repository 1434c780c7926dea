package io.facequality.review.internal;

import com.sun.net.httpserver.Headers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Lets in only this machine's own page. Any site that the person visits can make the browser call this server, and
 * can give its own name this server's address: such calls name another host, another origin or another site, and lack
 * the cookie and the key.
 */
final class Guard {

    /** The header in which the page sends its key. */
    static final String KEY = "X-Facequality-Key";

    private final String host;
    private final Secrets secrets;

    Guard(String host, Secrets secrets) {
        this.host = host;
        this.secrets = secrets;
    }

    /** The cookie's name; cookies do not tell ports apart, and several servers may run. */
    String cookieName() {
        return "facequality-review-" + host.substring(host.lastIndexOf(':') + 1);
    }

    /** Checks where a call comes from and goes to. */
    void requireOwnPage(Call call) {
        if (!List.of(host).equals(call.headers("Host"))) {
            throw new Refusal(Refusal.WRONG_HOST, "This server answers to http://" + host + " only.");
        }
        List<String> origins = call.headers("Origin");
        if (!origins.isEmpty() && !origins.equals(List.of("http://" + host))
                || origins.isEmpty() && call.isPost()) {
            throw new Refusal(Refusal.FORBIDDEN, "Only the page itself may call this server.");
        }
        List<String> sites = call.headers("Sec-Fetch-Site");
        boolean typed = sites.equals(List.of("none")) && !call.isApi();
        if (!sites.isEmpty() && !sites.equals(List.of("same-origin")) && !typed) {
            throw new Refusal(Refusal.FORBIDDEN, "Only the page itself may call this server.");
        }
    }

    /** Checks that a call comes from a window that opened a link. */
    void requireSession(Call call) {
        boolean hasCookie = cookies(call).stream().anyMatch(value -> Secrets.same(secrets.cookie(), value));
        boolean hasKey = Optional.of(call.headers(KEY))
                .filter(keys -> keys.size() == 1)
                .filter(keys -> Secrets.same(secrets.key(), keys.get(0)))
                .isPresent();
        if (!hasCookie || !hasKey) {
            throw new Refusal(Refusal.UNAUTHORIZED, "Open the link that the terminal shows.");
        }
    }

    private List<String> cookies(Call call) {
        String start = cookieName() + "=";
        return call.headers("Cookie").stream()
                .flatMap(line -> Arrays.stream(line.split(";")))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(start))
                .map(cookie -> cookie.substring(start.length()))
                .toList();
    }

    /** What every answer says to the browser. */
    static void protect(Headers headers) {
        headers.set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; "
                + "img-src blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                + "require-trusted-types-for 'script'; trusted-types 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("X-Frame-Options", "DENY");
    }
}
