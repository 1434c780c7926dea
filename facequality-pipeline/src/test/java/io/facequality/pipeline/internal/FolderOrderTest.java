package io.facequality.pipeline.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderOrderTest {

    @TempDir
    private Path folder;

    @Test
    void protectsFoldersBelowRootAndEverythingOutside() throws IOException {
        FolderOrder order = order(List.of(made("root/archive"), made("elsewhere")), List.of());
        assertThat(order.isProtected("archive/a.jpg")).isTrue();
        assertThat(order.isProtected("archive-2/a.jpg")).isFalse();
        assertThat(order.isProtected("a.jpg")).isFalse();
        Path outside = folder.toRealPath().resolve("elsewhere");
        assertThat(order.outside()).containsExactly(outside);
        assertThat(order.isProtected(outside.resolve("b/a.jpg").toString())).isTrue();
        assertThat(order.folder(outside.resolve("b/a.jpg").toString())).isEqualTo("b");
        assertThat(order.folder(outside.resolve("a.jpg").toString())).isEqualTo(".");
    }

    @Test
    void leavesRootUnprotectedWithinProtectedFolder() throws IOException {
        FolderOrder order = order(List.of(folder), List.of());
        assertThat(order.isProtected("a.jpg")).isFalse();
        assertThat(order.outside()).containsExactly(folder.toRealPath());
    }

    @Test
    void namesProtectedFoldersAsThePlanNamesItsRoot() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), made("root"));
        made("root/archive");
        FolderOrder order = new FolderOrder(link, List.of(link.resolve("archive"), made("elsewhere")), List.of());
        assertThat(order.protectedFolders(link))
                .containsExactly(link.resolve("archive"), folder.toRealPath().resolve("elsewhere"));
        assertThat(new FolderOrder(link, List.of(link), List.of()).protectedFolders(link)).containsExactly(link);
    }

    @Test
    void prefersTheFolderThatIsNamedFirst() throws IOException {
        FolderOrder order = order(List.of(), List.of(made("root/b"), made("root/a")));
        assertThat(order.precedence("b/x.jpg")).isZero();
        assertThat(order.precedence("a/x.jpg")).isEqualTo(1);
        assertThat(order.precedence("x.jpg")).isEqualTo(2);
    }

    private FolderOrder order(List<Path> references, List<Path> preferred) throws IOException {
        return new FolderOrder(made("root"), references, preferred);
    }

    private Path made(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }
}
