namespace QmpGen.Testing.Tests.Faithfulness;

/// <summary>Malformed requests: <see cref="RejectedRequests"/>, and valid ones with one byte changed or the end cut
/// off.</summary>
internal static class MalformedRequests
{
    private static readonly string[] s_valid =
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
    [.. RejectedRequests.All.Select(rejected => rejected.Request), .. s_valid.SelectMany(Damage).Distinct()];

    private static IEnumerable<string> Damage(string request)
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
