using QmpGen.Generator.Model;

namespace QmpGen.Generator.Emission;

/// <summary>Prints the client: how it connects, and how it reads events. Its methods stand beside their
/// commands.</summary>
internal static class ClientPrinter
{
    public static void Print(SourceWriter writer, ClientModel model, UnitHeader header)
    {
        string name = model.Name;
        RecordPrinter.Head(writer, model.Summary, model.Marks, isTopLevel: true);
        writer.Open($"{header.Scope} sealed partial class {name} : {Text.Client}");
        Bindings(writer, model, header);
        writer.Blank();
        writer.Line($"private {name}({Text.Session} session) : base(session) {{ }}");
        string peer = model.IsGuestAgent ? "guest agent" : "monitor";
        writer.Blank();
        writer.Line(
            $"/// <summary>Connects to a {peer}: <c>unix:PATH</c>, <c>tcp:HOST:PORT</c>, a stream, or any other endpoint.</summary>"
        );
        writer.Line(
            $"/// <inheritdoc cref=\"{Text.Client}.ConnectAsync({Text.Endpoint}, {Text.ClientOptions}, {Text.Token})\"/>"
        );
        writer.Line(
            $"public static new {Text.Task}<{name}> ConnectAsync({Text.Endpoint} endpoint, {Text.ClientOptions}? options = null, {Text.Token} cancellationToken = default) =>"
        );
        writer.Indented(
            $"ConnectAsync(endpoint, options, s_bindings, static session => new {name}(session), cancellationToken);"
        );
        writer.Close();
    }

    private static void Bindings(SourceWriter writer, ClientModel model, UnitHeader header)
    {
        string start =
            $"private static readonly {Text.Bindings} s_bindings = new({Text.Literal(model.SchemaVersion)}, static (string wireName, ref {Text.Reader} r) =>";
        if (model.Events.Count == 0)
        {
            writer.Line($"{start} null{Peer(model)});");
            return;
        }

        writer.Open($"{start} wireName switch");
        foreach (KnownEventModel known in model.Events)
        {
            writer.Line($"{Text.Literal(known.WireName)} => new {header.FullName(known.Name)}(ref r),");
        }

        writer.Line("_ => null,");
        writer.Close($"}}{Peer(model)});");
    }

    /// <summary>What the runtime is to know of who is at the other end; nothing where that is a monitor that answers
    /// every command.</summary>
    private static string Peer(ClientModel model)
    {
        string unanswered = string.Concat(model.Unanswered.Select(name => $", {Text.Literal(name)}"));
        return model.IsGuestAgent || unanswered.Length > 0
            ? $", {Text.Peer}.{(model.IsGuestAgent ? "GuestAgent" : "Monitor")}{unanswered}"
            : "";
    }
}
