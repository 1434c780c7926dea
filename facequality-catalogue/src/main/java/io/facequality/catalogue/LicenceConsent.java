package io.facequality.catalogue;

/** Decides whether a model's licence is accepted, on behalf of whoever will use the model. */
@FunctionalInterface
public interface LicenceConsent {

    /**
     * Asked before anything is fetched, unless consent to the same terms was recorded already.
     *
     * @param entry the model, with its {@linkplain CatalogueEntry#licence licence}
     * @return whether the licence is accepted; if not, nothing is fetched
     */
    boolean accepts(CatalogueEntry entry);

    /**
     * For a caller who has read the licence.
     *
     * @return consent to whatever is fetched with it
     */
    static LicenceConsent given() {
        return entry -> true;
    }
}
