package io.facequality.testing;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a module's descriptor exports.
 *
 * @param toAll packages that every module may use
 * @param toSome packages that only some modules may use, with these modules
 */
public record ModuleExports(Set<String> toAll, Map<String, Set<String>> toSome) {

    /** Reads the descriptor beside a class, which need not run in its module. */
    public static ModuleExports of(Class<?> member, String module) throws URISyntaxException {
        Path place = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
        ModuleDescriptor descriptor =
                ModuleFinder.of(place).find(module).orElseThrow().descriptor();
        Set<String> toAll = new TreeSet<>();
        Map<String, Set<String>> toSome = new TreeMap<>();
        for (Exports export : descriptor.exports()) {
            if (export.isQualified()) {
                toSome.put(export.source(), export.targets());
            } else {
                toAll.add(export.source());
            }
        }
        return new ModuleExports(toAll, toSome);
    }
}
