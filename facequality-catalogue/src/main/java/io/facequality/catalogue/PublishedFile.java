package io.facequality.catalogue;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A model's file and where it is published.
 *
 * @param name its name: letters, digits, dots, underscores and hyphens, starting with a letter or digit; not one that
 *     the cache needs itself
 * @param url its {@code https} address; empty for a model that is built in
 * @param size its length in bytes, where that is known; at least 1
 * @param sha256 its digest, where that is known, 64 lower-case hexadecimal digits; without it what is fetched is
 *     <em>unverified</em>
 */
public record PublishedFile(String name, Optional<URI> url, OptionalLong size, Optional<String> sha256) {

    /** What can be a file of any file system, and nothing that climbs out of a folder. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** What lies beside the file in the cache. */
    private static final Pattern TAKEN =
            Pattern.compile("consent\\.json.*|.*\\.(part|etag|tmp)", Pattern.CASE_INSENSITIVE);

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** Checks the form of each part. */
    public PublishedFile {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the file name '" + name
                    + "', which is not made of letters, digits, dots, underscores and hyphens after a letter or digit");
        }
        if (TAKEN.matcher(name).matches()) {
            throw new IllegalArgumentException("the file name '" + name + "', which the cache has another use for");
        }
        url.ifPresent(PublishedFile::requireHttps);
        if (size.isPresent() && size.getAsLong() < 1) {
            throw new IllegalArgumentException("a size of " + size.getAsLong() + " bytes");
        }
        sha256.filter(digest -> !DIGEST.matcher(digest).matches()).ifPresent(digest -> {
            throw new IllegalArgumentException("a sha256 that is not 64 lower-case hexadecimal digits: " + digest);
        });
    }

    private static void requireHttps(URI url) {
        if (!"https".equalsIgnoreCase(url.getScheme()) || url.getHost() == null || url.getUserInfo() != null) {
            throw new IllegalArgumentException("an address that is not https://HOST/...: " + url);
        }
    }
}
