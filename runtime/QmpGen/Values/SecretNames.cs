namespace QmpGen;

/// <summary>The wire names of members whose values are secrets, which texts for people do not contain.</summary>
/// <remarks>The generator and the test server compile this file too. <c>SECURITY.md</c> contains the list.</remarks>
internal static class SecretNames
{
    private static readonly char[] s_separators = ['-', '_', '.'];
    private static readonly string[] s_passwords = ["password", "passwd", "passphrase", "passcode"];

    // QEMU's suffixes for the ID of an object that contains a secret.
    private static readonly string[] s_references = ["secret", "id"];

    // The data of a 'secret' object, the new password of 'change', and the secret of 'sev-inject-launch-secret'.
    private static readonly string[] s_texts = ["data", "arg", "secret", "cookie", "pass", "psk"];

    private static readonly string[] s_textEndings =
    [
        "token",
        "credentials",
        "private-key",
        "secret-key",
        "access-key",
        "api-key",
        "encryption-key",
        "master-key",
    ];

    /// <summary>Determines whether a member is a secret.</summary>
    /// <param name="wireName">The name of the member.</param>
    /// <param name="isText">Whether the value is a string. Some names are also those of harmless numbers and
    /// objects.</param>
    public static bool Contains(string wireName, bool isText)
    {
        string[] words = wireName.ToLowerInvariant().Split(s_separators);
        return IsPassword(words) || (isText && IsSecretText(string.Join("-", words)));
    }

    private static bool IsPassword(string[] words) =>
        words.Any(word => s_passwords.Any(password => word.EndsWith(password, StringComparison.Ordinal)))
        && !s_references.Contains(words[words.Length - 1]);

    private static bool IsSecretText(string name) =>
        s_texts.Contains(name) || s_textEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));
}
