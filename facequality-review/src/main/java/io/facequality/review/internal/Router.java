package io.facequality.review.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds what answers a call. */
final class Router {

    /** Identifiers are what this server made: never a path, a name or a dot. */
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final List<Route> routes = new ArrayList<>();

    /** Answers a call; the parameters are the parts of the path where the route has a star. */
    @FunctionalInterface
    interface Handler {
        void handle(Call call, List<String> parameters) throws IOException;
    }

    private record Route(String method, List<String> path, Handler handler) {

        boolean fits(List<String> parts) {
            return parts.size() == path.size() && fitsEach(parts);
        }

        private boolean fitsEach(List<String> parts) {
            for (int i = 0; i < parts.size(); i++) {
                boolean fits = path.get(i).equals("*")
                        ? IDENTIFIER.matcher(parts.get(i)).matches()
                        : path.get(i).equals(parts.get(i));
                if (!fits) {
                    return false;
                }
            }
            return true;
        }

        List<String> parameters(List<String> parts) {
            List<String> parameters = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                if (path.get(i).equals("*")) {
                    parameters.add(parts.get(i));
                }
            }
            return parameters;
        }
    }

    Router get(String path, Handler handler) {
        routes.add(new Route("GET", parts(path), handler));
        return this;
    }

    Router post(String path, Handler handler) {
        routes.add(new Route("POST", parts(path), handler));
        return this;
    }

    private static List<String> parts(String path) {
        return Arrays.asList(path.split("/", -1));
    }

    void handle(Call call) throws IOException {
        List<String> parts = parts(call.path());
        List<Route> fitting = routes.stream().filter(route -> route.fits(parts)).toList();
        if (fitting.isEmpty()) {
            throw new Refusal(Refusal.NOT_FOUND, "There is nothing here.");
        }
        Optional<Route> route =
                fitting.stream().filter(one -> one.method().equals(call.method())).findFirst();
        Route found = route.orElseThrow(
                () -> new Refusal(Refusal.METHOD_NOT_ALLOWED, "This cannot be called so."));
        found.handler().handle(call, found.parameters(parts));
    }
}
