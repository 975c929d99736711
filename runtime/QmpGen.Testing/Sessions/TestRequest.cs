using System.Text.Json;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing.Sessions;

/// <summary>A request as the protocol knows it: what is to be executed, or what is wrong with it before its command is
/// even looked up.</summary>
internal sealed record TestRequest(JsonElement? Id, QmpTestCall Call, QmpTestErrorException? Fault)
{
    private static readonly JsonElement s_noArguments = QmpValue.Parse("{}").Json;

    /// <summary>What a message tells of it.</summary>
    public override string ToString() => Call.Command.Length == 0 ? "what is no request" : Call.Text;

    /// <summary>Reads a request.</summary>
    /// <param name="value">What the client sent.</param>
    /// <param name="controlField">Whether the dialect is that of QEMU 2.12.</param>
    /// <param name="outOfBandEnabled">Whether the session has switched on out-of-band execution.</param>
    /// <param name="takesIds">Whether a request may have an id.</param>
    public static TestRequest Read(RequestValue value, bool controlField, bool outOfBandEnabled, bool takesIds)
    {
        if (value.Fault is not null)
        {
            return Refused(value.Fault);
        }

        if (value.Json.ValueKind != JsonValueKind.Object)
        {
            return Refused("QMP input must be a JSON object");
        }

        JsonElement json = value.Json;
        string? fault = null;
        foreach (JsonProperty member in json.EnumerateObject())
        {
            fault ??=
                member.Name == "id" && !takesIds
                    ? Unexpected(member)
                    : FaultOf(member, json, controlField, outOfBandEnabled);
        }

        bool outOfBand = controlField
            ? WantsControl(json)
            : json.TryGetProperty("exec-oob", out _) && !json.TryGetProperty("execute", out _);
        string command = json.TryGetProperty(outOfBand && !controlField ? "exec-oob" : "execute", out JsonElement name)
            ? name.ToString()
            : "";
        JsonElement arguments = json.TryGetProperty("arguments", out JsonElement given) ? given : s_noArguments;
        fault ??= name.ValueKind == JsonValueKind.Undefined ? "QMP input lacks member 'execute'" : null;
        return new TestRequest(
            takesIds && json.TryGetProperty("id", out JsonElement id) ? id : null,
            new QmpTestCall(command, arguments, outOfBand),
            fault is null ? null : new QmpTestErrorException(fault)
        );
    }

    private static TestRequest Refused(string fault) =>
        new(null, new QmpTestCall("", s_noArguments, OutOfBand: false), new QmpTestErrorException(fault));

    private static string? FaultOf(
        JsonProperty member,
        JsonElement request,
        bool controlField,
        bool outOfBandEnabled
    ) =>
        member.Name switch
        {
            "exec-oob" when controlField || !outOfBandEnabled => Unexpected(member),
            "execute" or "exec-oob" when member.Value.ValueKind != JsonValueKind.String =>
                $"QMP input member '{member.Name}' must be a string",
            "exec-oob" when request.TryGetProperty("execute", out _) =>
                "QMP input member 'execute' clashes with 'exec-oob'",
            "execute" or "exec-oob" or "id" => null,
            "arguments" => member.Value.ValueKind == JsonValueKind.Object
                ? null
                : "QMP input member 'arguments' must be an object",
            "control" when controlField => member.Value.ValueKind == JsonValueKind.Object
                ? null
                : "QMP input member 'control' must be a dict",
            _ => Unexpected(member),
        };

    private static string Unexpected(JsonProperty member) => $"QMP input member '{member.Name}' is unexpected";

    /// <summary>Whether <c>control.run-oob</c> is literally true: to 2.12 anything else means in-band.</summary>
    public static bool WantsControl(JsonElement request) =>
        request.TryGetProperty("control", out JsonElement control)
        && control.ValueKind == JsonValueKind.Object
        && control.TryGetProperty("run-oob", out JsonElement runs)
        && runs.ValueKind == JsonValueKind.True;
}
