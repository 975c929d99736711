namespace QmpGen.Generator.Documentation;

/// <summary>Lists the string members that contain base64 text.</summary>
/// <remarks>A dump does not identify them; QEMU's documentation does.</remarks>
internal static class Base64Members
{
    private const string Encode = "<c>Convert.ToBase64String(bytes)</c>";
    private const string Decode = "<c>Convert.FromBase64String(text)</c>";

    /// <summary>Members that are always base64: the command or type, then the members.</summary>
    /// <remarks>Not <c>SevGuestProperties</c>: its members are the names of files with base64 text.</remarks>
    private static readonly HashSet<string> s_always = List(
        "guest-exec input-data",
        "guest-file-write buf-b64",
        "guest-set-user-password password",
        "GuestExecStatus out-data err-data",
        "GuestFileRead buf-b64",
        "get-win32-socket info",
        "inject-ghes-v2-error cper",
        "query-sev-attestation-report mnonce",
        "sev-inject-launch-secret packet-header secret",
        "EbpfObject object",
        "FirmwareLog log",
        "SecretProperties iv",
        "SecretKeyringProperties iv",
        "SevAttestationReport data",
        "SevCapability pdh cert-chain cpu0-id",
        "SevLaunchMeasureInfo data",
        "SevSnpGuestProperties guest-visible-workarounds id-block id-auth host-data",
        "TdxGuestProperties mrconfigid mrowner mrownerconfig"
    );

    /// <summary>Members that are base64 if their command or type has the format <c>base64</c>.</summary>
    private static readonly HashSet<string> s_byFormat = List("ringbuf-write data", "SecretProperties data");

    /// <summary>Describes a member, or returns an empty text if it is not base64.</summary>
    /// <param name="owner">The command or QEMU's name of the type.</param>
    /// <param name="sent">Whether callers set the member.</param>
    public static string Describe(string? owner, string member, bool sent)
    {
        string key = $"{owner} {member}";
        string conversion = sent ? Encode : Decode;
        return s_always.Contains(key) ? $"Base64 text: {conversion}."
            : s_byFormat.Contains(key) ? $"Base64 text if the format is <c>base64</c>: {conversion}."
            : "";
    }

    /// <summary>Describes the result of a command, or returns an empty text if it is not base64.</summary>
    public static string DescribeResult(string command) =>
        command == "ringbuf-read" ? $"The result is base64 text if the format is <c>base64</c>: {Decode}." : "";

    private static HashSet<string> List(params string[] owners) =>
        new(
            owners
                .Select(line => line.Split(' '))
                .SelectMany(words => words.Skip(1).Select(member => $"{words[0]} {member}")),
            StringComparer.Ordinal
        );
}
