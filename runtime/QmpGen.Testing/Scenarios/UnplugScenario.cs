namespace QmpGen.Testing;

/// <summary>Plays devices and their unplug, with the events and errors of QEMU 7.2.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class UnplugScenario(Action<string, QmpObject> sendEvent, Func<string, bool> hasEvent)
{
    private const string Folder = "/machine/peripheral/";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, QmpTestUnplug> _devices = new(StringComparer.Ordinal);
    private readonly HashSet<string> _pending = new(StringComparer.Ordinal);

    /// <summary>Adds a device with an id.</summary>
    public void Add(string device, QmpTestUnplug outcome)
    {
        lock (_gate)
        {
            _devices[device] = outcome;
        }
    }

    /// <summary>Executes <c>device_del</c>. The guest reacts after the response, as in QEMU.</summary>
    public void Unplug(QmpTestCall call)
    {
        string name = call.Arguments.GetProperty("id").GetString()!;
        string device = GetId(name);
        lock (_gate)
        {
            if (!_devices.ContainsKey(device))
            {
                throw CreateNotFound(name);
            }

            if (!_pending.Add(device))
            {
                throw new QmpTestErrorException($"Device {name} is already in the process of unplug");
            }
        }

        call.Responded = () => React(device);
    }

    /// <summary>Executes <c>qom-list</c>, of which only the existence of a device is played.</summary>
    public QmpValue List(QmpTestCall call)
    {
        string path = call.Arguments.GetProperty("path").GetString()!;
        lock (_gate)
        {
            return path.StartsWith(Folder, StringComparison.Ordinal) && _devices.ContainsKey(GetId(path))
                ? QmpValue.Parse("""[{"name": "type", "type": "string"}]""")
                : throw CreateNotFound(path);
        }
    }

    private static string GetId(string name) =>
        name.StartsWith(Folder, StringComparison.Ordinal) ? name[Folder.Length..] : name;

    private static QmpTestErrorException CreateNotFound(string name) =>
        new("DeviceNotFound", $"Device '{name}' not found");

    private void React(string device)
    {
        QmpObject data = new() { ["device"] = device, ["path"] = Folder + device };
        lock (_gate)
        {
            switch (_devices[device])
            {
                case QmpTestUnplug.Released:
                    _devices.Remove(device);
                    _pending.Remove(device);
                    sendEvent("DEVICE_DELETED", data);
                    break;
                case QmpTestUnplug.Rejected:
                    _pending.Remove(device);
                    SendRejection(device, data);
                    break;
            }
        }
    }

    private void SendRejection(string device, QmpObject data)
    {
        const string Error = "DEVICE_UNPLUG_GUEST_ERROR";
        if (hasEvent(Error))
        {
            sendEvent(Error, data);
        }
        else
        {
            // QEMU before 6.2 reports a rejection only for memory.
            sendEvent("MEM_UNPLUG_ERROR", new QmpObject { ["device"] = device, ["msg"] = "Device unplug failed" });
        }
    }
}
