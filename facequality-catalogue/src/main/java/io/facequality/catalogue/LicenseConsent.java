package io.facequality.catalogue;

/** Decides whether a model's license is accepted, on behalf of whoever will use the model. */
@FunctionalInterface
public interface LicenseConsent {

    /**
     * Asked before anything is fetched, unless consent to the same terms was recorded already.
     *
     * @param entry the model, with its {@linkplain CatalogueEntry#license license}
     * @return whether the license is accepted; if not, nothing is fetched
     */
    boolean accepts(CatalogueEntry entry);

    /**
     * For a caller who has read the license.
     *
     * @return consent to whatever is fetched with it
     */
    static LicenseConsent given() {
        return entry -> true;
    }
}
