namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>Requests that are none: those of <see cref="BadRequests"/>, and good ones that are cut, or of which a byte
/// is lost or changed.</summary>
internal static class MalformedRequests
{
    private static readonly string[] s_good =
    [
        """{"execute":"query-name","id":[1,2.5,{"a":null}]}""",
        """{"execute":"device_del","arguments":{"id":"a\u00e9\"\\"},"id":"x"}""",
        """{"id":-1e5,"arguments":{"path":"/machine","property":"type"},"execute":"qom-get"}""",
        """{"execute":"qmp_capabilities","arguments":{"enable":[]}}""",
    ];

    private static readonly string[] s_bytes =
    [
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\",
        "'",
        "x",
        "0",
        "-",
        " ",
        "\n",
        "\0",
        "\u00C3",
        "\u00FF",
    ];

    public static IEnumerable<string> All { get; } =
    [.. BadRequests.All.Select(bad => bad.Request), .. s_good.SelectMany(Broken).Distinct()];

    private static IEnumerable<string> Broken(string request)
    {
        for (int at = 0; at < request.Length; at++)
        {
            yield return request[..at];
            yield return request.Remove(at, 1);
            foreach (string other in s_bytes)
            {
                yield return request.Remove(at, 1).Insert(at, other);
                yield return request.Insert(at, other);
            }
        }
    }
}
