package io.facequality.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;

/** The browser that is installed, without a screen and without any request of its own. */
final class Browsers {

    private Browsers() {}

    static Browser chromium(Playwright playwright) {
        return playwright.chromium().launch(new LaunchOptions()
                .setExecutablePath(Path.of(System.getProperty("browser.executable", "/usr/bin/chromium")))
                .setArgs(List.of(
                        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                        "--disable-background-networking", "--disable-component-update", "--disable-sync",
                        "--enable-precise-memory-info")));
    }

    /** Where the pictures of the page go. */
    static Path screenshots() {
        return Path.of(System.getProperty("facequality.screenshots", "target/screenshots"));
    }
}
